check-in-how-are-you = Hi { $first_name }, it's { $team }. How are things today? Reply 1 for good, 2 for not good.
check-in-nudge = Hi { $first_name }, just checking on you. How are things? Reply 1 for good, 2 for not good.
check-in-not-sure = Sorry, we didn't get that. How are things? Reply 1 for good, 2 for not good.
check-in-glad = Good to hear, { $first_name }. If that changes, text us here any time.
check-in-struggling = Thanks for telling us. I've sent this to the team. I can't promise when they'll read it. If it can't wait: 999, or 111 option 2.
