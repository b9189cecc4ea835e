### Spoken to somebody who rings the number for texts. It never says the service's name.

# safety: any danger
# source: safety.md, Wording: voice line
# approved_by: null
# reviewed: null
# next_review: null
voice-line = Texts only. Emergency: hang up, ring 999. To talk to the team, ring { $team_phone }.
