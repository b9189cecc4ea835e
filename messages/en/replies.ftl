# source: safety.md rule 8; domain.md section 4, numbers: NHS 111 option 2
not-understood = Sorry, I'm a bot and didn't get that. I've sent it to the team. I can't promise when they'll read it. If it can't wait: 999, or 111 option 2.
# source: safety.md rule 8; domain.md section 4, numbers: NHS 111 option 2
pass-on = Thanks. I've sent this to the team. I can't promise when they'll read it. If it can't wait: 999, or 111 option 2.
got-your-text = Thanks, got your text.
who-is-this = It's { $team }, { $keyworker }'s team. This is an automatic text. You can ring us on { $team_phone }. No more texts? Text STOP.
stopped = OK, no more texts from us. You can still ring { $team_phone }. Want texts again? Text START.
welcome-back = Welcome back, { $first_name }. You'll get our texts again. No more texts? Text STOP.
