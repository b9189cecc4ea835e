### What somebody needs, asked about or told to the team. The first wording names nothing.

speak-to-person = Thanks. I've asked the team to get in touch. I can't promise when they'll read it. You can ring { $team_phone }. If it can't wait: 999, or 111 option 2.

missed-script-how-many = Thanks for telling us. I've told the team. How many days have you missed? Reply with a number, 0 for none.
    .open = Thanks for telling us. I've told the team. How many days of your script have you missed? Reply with a number, 0 for none.
missed-script-not-sure = Sorry, we didn't get that. How many days have you missed? Reply with a number, such as 2.
missed-script-ring = OK, it's with the team. I can't promise when they'll read it. You can ring { $team_phone }, or ask the chemist. If it can't wait: 999, or 111.

# safety: overdose
# source: domain.md section 4: missed methadone or buprenorphine (Derbyshire supervised consumption specification)
# approved_by: null
# reviewed: null
# next_review: null
# check: not doubling up and not using on top are marked K in domain.md beyond the Derbyshire specification and Australia
missed-script-few = Please don't take extra to catch up. Tell the chemist today, or ring { $team_phone }. If it can't wait: 999, or 111 option 2.
    .open = Don't double up, and don't use on top to catch up. Tell your chemist or prescriber today, or ring { $team_phone }. If it can't wait: 999 or 111.

# safety: overdose
# source: domain.md section 3, missed contact: Derbyshire, three missed pick-ups; section 4: 3 days, speak before restarting; tolerance
# approved_by: null
# reviewed: null
# next_review: null
# check: three days before a new start is verified for Derbyshire and Australia; the Orange Guidelines were not read (domain.md section 7)
three-days-missed = I've told the team. Please don't start again by yourself: it could be too much for you now. Talk to the chemist first. If it can't wait: 999, or 111.
    .open = I've told the team. Please don't start again by yourself: your old dose could be too strong now. Talk to your prescriber first. Can't wait? 999 or 111.

cravings = Thanks for telling us. I've told the team. I can't promise when they'll read it. Want a call? Text CALL ME. If it can't wait: 999, or 111 option 2.

# source: safety.md rules 1 and 8
housing-tonight = Thanks for telling us. I've told the team you need somewhere to stay. I can't promise when they'll read it. You can ring { $team_phone }. In danger: 999.

# source: domain.md section 4, duty to refer: the person consents and chooses the authority (Shelter; HRA 2017 s.10)
refer-may-we = Can we ask a council to help with housing? We would give them your name and number. Reply YES or NO.
refer-not-sure = Sorry, we didn't get that. Can we ask a council to help you with housing? Reply YES or NO.
refer-where = Which town or council should we ask? Text us its name.
# source: domain.md section 4, duty to refer: a referral is not itself an application (Shelter)
refer-asked = Thanks. I've asked { $keyworker } to do that. I can't promise when. You still need to ask the council yourself for a home: we can help with that.
refer-no = OK, we won't ask them. You can change your mind any time: text us here or ring { $team_phone }.

money-which = Thanks for telling us. I've told the team. What do you need most? Reply 1 money or food, 2 ID or a bank, 3 the jobcentre.
money-not-sure = Sorry, we didn't get that. Reply 1 money or food, 2 ID or a bank, 3 the jobcentre.
money-noted = Thanks, it's with the team. I can't promise when they'll read it. You can ring { $team_phone } too.
no-id = Thanks for telling us. I've asked the team to help you get it sorted. I can't promise when they'll read it. You can ring { $team_phone } too.

jobcentre-got-date = Thanks for telling us. I've told the team. Have you got a date to see the jobcentre? Reply YES or NO.
jobcentre-not-sure = Sorry, we didn't get that. Have you got a date to see the jobcentre? Reply YES or NO.
# source: domain.md section 4, Universal Credit: need ID and bank account (gov.uk, 20 November 2023, 24 October 2024)
jobcentre-take = Good. A claim needs ID and a bank account. Missing one? Text us here, or ring { $team_phone }.
jobcentre-asked = OK. I've asked the team to help you with that. I can't promise when they'll read it. You can ring { $team_phone } too.

running-late = Thanks for telling us. I've told the team you're running late. Please still come if you can. You can ring { $team_phone } too.

number-changed-still = Thanks for telling us. I've told the team. Can we still text you on this number for now? Reply YES or NO.
number-changed-not-sure = Sorry, we didn't get that. Can we still text you on this number for now? Reply YES or NO.
number-changed-here = OK. We'll text you here until the team has put the new one in.
number-changed-not-here = OK. We won't send our usual texts here. You can ring us on { $team_phone }.

practical-win = Well done, { $first_name }! That's a big step, and it was you who did it. Thanks for telling us.
