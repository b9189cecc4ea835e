### The pathways' own words: orders, custody suites, the months after.

order-start = Hi { $first_name }, it's { $keyworker } at { $team }. We'll text you about the times we meet. You can text back or ring { $team_phone }.
    .open = Hi { $first_name }, it's { $keyworker } at { $team }. We'll text you about your order: court, tests and treatment. Text back or ring { $team_phone }.

arrest-start = Hi { $first_name }, it's { $keyworker } at { $team }. One of us talked with you. To meet up, text us here or ring { $team_phone }.

step-down = Hi { $first_name }, we'll text you less often from now on. You can still text us here, or ring { $team_phone }.
first-days-off = Hi { $first_name }, we're not in till the next working day. Texts may wait till then. In danger: 999. Feeling very low: 111, option 2.
check-in-monthly = Hi { $first_name }, it's { $team }. How have things been? Reply 1 for good, 2 for not good.

# safety: alcohol
# source: domain.md section 4: NICE CG100 rec 1.1.1.4; Drinkaware
# approved_by: null
# reviewed: null
# next_review: null
do-not-stop-suddenly = If you've had something every day, please don't stop it all at once. Talk to us first: { $team_phone }. Very shaky or mixed up, or a fit: 999.
    .open = If you drink every day, don't stop all at once: it can be dangerous. Talk to us first: { $team_phone }. A fit, or mixed up: 999.

court-review-day-before = Hi { $first_name }, you need to be there { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 I can't come.
    .open = Hi { $first_name }, your court review is { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 I can't come.
court-review-not-sure = Sorry, we didn't get that. Reply: 1 I'll be there. 2 I can't come.
court-review-cannot-come = Thanks for telling us. We can't move this one. Please ring { $team_phone } today. I've sent this to the team too.

test-day-before = Hi { $first_name }, please come and see { $with_whom } { $appointment_when }. Where: { $appointment_place }. Reply: 1 I'll be there. 2 I can't come. 3 another time.
    .open = Hi { $first_name }, your test is { $appointment_when }. Where: { $appointment_place }, with { $with_whom }. Reply: 1 I'll be there. 2 I can't come. 3 another time.
test-day-before-not-sure = Sorry, we didn't get that. Reply: 1 I'll be there. 2 I can't come. 3 another time.
