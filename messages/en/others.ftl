### What family and friends hear, and what the person hears of a death. Nobody is spoken of to anybody.

family = Thanks. I can't talk about anyone, but I've passed this on. If a life is at risk, ring 999.
reported-death = Thank you for telling us. We can't talk about anyone by text, but I've passed this on to the team. You can ring { $team_phone }.

# safety: suicide
# source: domain.md section 4, numbers: Samaritans (ONS page); safety.md rule 8
# approved_by: null
# reviewed: null
# next_review: null
bereavement = I'm so sorry, { $first_name }. I've told the team. I can't promise when they'll read it. To talk, day or night: 116 123. If it can't wait: 999.

came-back = Thanks for getting in touch. I've passed this on. I can't promise when they'll read it. You can ring { $team_phone } too. If a life is at risk, ring 999.
