### The end of a pathway: what is still needed, and the door that stays open.

closing-anything = Hi { $first_name }, it's { $team }. Our regular texts stop soon. Is there anything you still need from us? Reply YES or NO.
closing-not-sure = Sorry, we didn't get that. Is there anything you still need from us? Reply YES or NO.
closing-told = OK, I've told the team. I can't promise when they'll read it. Text us what it is, or ring { $team_phone }.
closing-well-done = Good. Well done for getting this far, { $first_name }. You can come back any time: text us here or ring { $team_phone }.
closed = Hi { $first_name }, it's { $team }. Our regular texts stop now. Well done for getting this far. Want us again? Text us here or ring { $team_phone }.
