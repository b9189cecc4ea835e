### The first texts, once the release is confirmed.

welcome = Hi, is this { $first_name }? It's { $keyworker } at { $team }. We'd like to keep in touch by text. Reply YES or NO. No more texts? Text STOP.
welcome-again = Hi, just checking: is this { $first_name }? It's { $keyworker } at { $team }. Reply YES or NO.
welcome-not-sure = Sorry, we didn't get that. Is this { $first_name }? Reply YES or NO.
welcome-plain-words = Thanks { $first_name }. Can our texts use plain words about your health? Others may see your phone. YES: plain words. NO: keep it private.
welcome-plain-words-not-sure = Sorry, we didn't get that. May our texts use plain words about your health? Reply YES, or NO to keep it private.
welcome-plain-on = OK, we'll use plain words. In an emergency ring 999. You can ring us on { $team_phone }.
welcome-private = OK, we'll keep it private. In an emergency ring 999. You can ring us on { $team_phone }.

number-check = Hi, we've not heard from you. Is this still { $first_name }? Reply YES or NO.
number-check-not-sure = Sorry, we didn't get that. Is this still { $first_name }? Reply YES or NO.
number-check-thanks = Thanks { $first_name }. Good to know this is still you.

wrong-person = Thanks. We can't talk about anyone, but we've passed this on. We won't send our usual texts here.
unknown-sender = Thanks. We can't talk about anyone here, but we've passed this on. If a life is at risk, ring 999.
