reminder-day-before = Hi { $first_name }, you're meeting { $with_whom } { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 can't come. 3 another time. 4 late.
    .open = Hi { $first_name }, { $appointment_kind } with { $with_whom } { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 can't come. 3 another time. 4 late.
reminder-day-before-not-sure = Sorry, we didn't get that. Reply: 1 I'll be there. 2 can't come. 3 another time. 4 late.
reminder-two-hours = Hi { $first_name }, see you { $appointment_when }. Where: { $appointment_place }, with { $with_whom }. Reply: 1 I'll be there. 2 can't come. 3 another time. 4 late.
    .open = Hi { $first_name }, { $appointment_kind } with { $with_whom } is { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 can't come. 3 another time. 4 late.
reminder-two-hours-not-sure = Sorry, we didn't get that. Reply: 1 I'll be there. 2 can't come. 3 another time. 4 late.
reminder-see-you = Thanks { $first_name }. See you then.
reminder-cannot-come = Thanks for telling us. I've sent this to the team. I can't promise when they'll read it. To change the time, ring { $team_phone }.
reminder-another-time = Thanks. I've asked the team for another time. I can't promise when they'll read it. You can ring { $team_phone } too.
reminder-late = Thanks for telling us. I've sent this to the team. Please still come if you can. You can ring { $team_phone } too.

missed-appointment = Hi { $first_name }, we missed you { $appointment_when }. We'd still like to see you. Want another time? Reply YES or NO.
missed-appointment-not-sure = Sorry, we didn't get that. Would you like another time? Reply YES or NO.
missed-appointment-passed-on = Thanks. I've asked the team for another time. I can't promise when they'll read it. You can ring { $team_phone } too.
missed-appointment-no = OK, thanks for telling us. I've told the team. You can change your mind any time: text here or ring { $team_phone }.

reminder-thanks = Thanks { $first_name }.

reminder-pick-up = Hi { $first_name }, don't forget your pick-up { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 can't come.
    .open = Hi { $first_name }, your script is to be picked up { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 can't come.
reminder-pick-up-not-sure = Sorry, we didn't get that. Reply: 1 I'll be there. 2 can't come.
reminder-pick-up-cannot = Thanks for telling us. I've sent this to the team. I can't promise when they'll read it. Please ring the chemist or { $team_phone } today.

reminder-court-review = Hi { $first_name }, you have an important date { $appointment_when }. Not sure where? Ring { $team_phone }. Reply: 1 I'll be there. 2 can't come.
    .open = Hi { $first_name }, your court review is { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 can't come.
reminder-court-review-not-sure = Sorry, we didn't get that. Reply: 1 I'll be there. 2 can't come.
reminder-court-review-cannot = Thanks for telling us. I've sent this to the team. I can't promise when they'll read it. Please ring { $team_phone } today: it matters.

missed-pick-up = Hi { $first_name }, it looks like you missed your pick-up { $appointment_when }. Would you like someone to ring you? Reply YES or NO.
missed-court-review = Hi { $first_name }, you had an important date { $appointment_when }. Would you like someone to ring you about it? Reply YES or NO.
    .open = Hi { $first_name }, you had a court review { $appointment_when }. Would you like someone to ring you about it? Reply YES or NO.
missed-call-not-sure = Sorry, we didn't get that. Would you like someone to ring you? Reply YES or NO.
missed-court-review-no = OK. Please ring { $team_phone } today: it matters. I've told the team.
