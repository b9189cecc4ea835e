### Answers to danger. They name nobody and nothing. A named clinician's words replace them.

# safety: overdose
# source: domain.md section 4: With You naloxone page; homeless.org.uk 7 July 2025; SCDAS 15 December 2023
# approved_by: null
# reviewed: null
# next_review: null
# check: no source for "Speaker on", "Unlock the door" and "Get someone with you": they are the wording of safety.md
# may_name: naloxone
overdose-now = Ring 999 now. Say if they're not breathing and where you are. Speaker on, do what they say. Got naloxone? Use it. Stay. Is it you? Unlock the door. Get someone with you.

# safety: overdose
# source: domain.md section 4: With You naloxone page; homeless.org.uk 7 July 2025
# approved_by: null
# reviewed: null
# next_review: null
# check: no source for "even if you feel OK"
overdose-now-unsure = Won't wake or can't breathe? Ring 999. Taken too much? Ring 999 now, even if you feel OK. Is it happening now? Reply 1 yes, 2 no.

# safety: suicide
# source: domain.md section 4, numbers: Samaritans (ONS page); NHS 111 option 2 (norwoodmc 14 August 2024); safety.md wording
# approved_by: null
# reviewed: null
# next_review: null
suicide-risk = This is an automatic reply. What you said matters. In danger now: 999. To talk: 116 123. Mental health: 111 option 2.

# safety: suicide
# source: domain.md section 4, numbers: Samaritans (ONS page); safety.md rule 4
# approved_by: null
# reviewed: null
# next_review: null
suicide-risk-unsure = This is an automatic reply. What you said matters. In danger now: 999. To talk: 116 123. Is your life at risk now? Reply 1 yes, 2 no.

# safety: alcohol
# source: domain.md section 4: NICE CG100 rec 1.1.1.4 (2010); Drinkaware
# approved_by: null
# reviewed: null
# next_review: null
# check: Drinkaware says urgent help; 999 for a fit, confusion or seeing things is marked K in domain.md, and 111 for shaking or sickness has no source
alcohol-withdrawal = A fit, mixed up, or seeing or hearing things? Ring 999 now. Very shaky or being sick? Ring 111. Don't stop drinking suddenly.

# safety: alcohol
# source: domain.md section 4: NICE CG100 rec 1.1.1.4 (2010); Drinkaware
# approved_by: null
# reviewed: null
# next_review: null
# check: 999 for a fit or seeing things is marked K in domain.md
alcohol-withdrawal-unsure = Don't stop drinking suddenly. A fit, or seeing things? Ring 999 now. Are you shaky, sick or mixed up? Reply 1 yes, 2 no.

# safety: medical
# source: domain.md section 4: Cranstoun alert 26 January 2024; Crew
# approved_by: null
# reviewed: null
# next_review: null
# check: the sources name chest pain and fits; 999 for bad bleeding and breath, and 111 when not sure, have no source in domain.md
medical = Chest pain, a fit, can't breathe, bad bleeding or won't wake? Ring 999 now. Not sure? Ring 111.

# safety: medical
# source: domain.md section 4: Cranstoun alert 26 January 2024; Crew
# approved_by: null
# reviewed: null
# next_review: null
# check: the sources name chest pain and fits; 999 for bad bleeding and breath has no source in domain.md
medical-unsure = Chest pain, a fit, can't breathe or bad bleeding? Ring 999 now. Is it bad right now? Reply 1 yes, 2 no.

# safety: safeguarding
# source: safety.md rule 9; domain.md section 4: call 999 for a suspected overdose (With You)
# approved_by: null
# reviewed: null
# next_review: null
# check: safety.md names a child and methadone; "something" and "even if they seem fine" have no clinical source
safeguarding = Someone hurt or in danger now? Ring 999 now. A child has swallowed something? Ring 999 now, even if they seem fine.

# safety: safeguarding
# source: safety.md rule 9
# approved_by: null
# reviewed: null
# next_review: null
safeguarding-unsure = Someone hurt or in danger? Ring 999 now. Is someone at risk right now? Reply 1 yes, 2 no.

# safety: any danger
# source: safety.md rules 4 and 8
# approved_by: null
# reviewed: null
# next_review: null
# check: 111 option 2 is the mental health line, and this text follows a "no" about any danger
danger-not-now = OK, thanks for telling us. I've sent this to the team. I can't promise when they'll read it. If that changes: 999, or 111 option 2.

# safety: any danger
# source: safety.md rules 1 and 8
# approved_by: null
# reviewed: null
# next_review: null
danger-more = Thanks, this is with the team too. I can't promise when they'll read it. If a life is at risk, ring 999 now.
