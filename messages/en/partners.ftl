### Who can see what, what must be passed on, and who meets somebody on their first day.

welcome-met = Hi { $first_name }. { $met_by } will meet you { $meet_when } at { $meet_where }. Not there? Ring { $team_phone }.

who-can-see-team = It's { $team }. Only our own staff can read your texts. If someone is in danger we may tell others. To change what we share, ring { $team_phone }.
who-can-see-nobody = We share nothing about you with any other service.
who-can-see-1 = Another service that helps you can see { $sees_1 }{ $also_1 }. It can't see your texts.
    .open = { $sharer_1 } can see { $sees_1 }{ $also_1 }. It can't see your texts.
who-can-see-2 = Another one can see { $sees_2 }{ $also_2 }. It can't see your texts.
    .open = { $sharer_2 } can see { $sees_2 }{ $also_2 }. It can't see your texts.
who-can-see-3 = Another one can see { $sees_3 }{ $also_3 }. It can't see your texts.
    .open = { $sharer_3 } can see { $sees_3 }{ $also_3 }. It can't see your texts.
who-can-see-more = There are more. Ask us for the whole list: { $team_phone }.
who-can-see-order = Some things we must pass on by law: if you came, and results. We tell you first. Never your texts.
    .open = Your order means we must tell { $order_to } if you came, and test results. We tell you first. Never your texts.

told-attendance = Hi { $first_name }. We must pass on if you came { $appointment_when }. Nothing from your texts. Questions? Ring { $team_phone }.
    .open = Hi { $first_name }. Your order means we must tell probation if you came { $appointment_when }. Nothing from your texts. Questions? Ring { $team_phone }.
told-test = Hi { $first_name }. We must pass on your last result. Nothing from your texts. Questions? Ring { $team_phone }.
    .open = Hi { $first_name }. Your order means we must tell probation your last test result. Nothing from your texts. Questions? Ring { $team_phone }.

# audience: staff
notice-referral-subject = New referral: { $who }
# audience: staff
notice-referral = { $who } is referred to your team. Accept or decline by { $by }: { $link }
# audience: staff
notice-accepted-subject = Accepted: { $who }
# audience: staff
notice-accepted = Your referral of { $who } was accepted. Who meets them, where and when: { $link }
# audience: staff
notice-declined-subject = Declined: { $who }
# audience: staff
notice-declined = Your referral of { $who } was declined. Read why, and refer them elsewhere: { $link }
# audience: staff
notice-told-subject = Something was recorded for you: { $who }
# audience: staff
notice-told = Something about { $who } was recorded for you. Sign in to read it: { $link }
