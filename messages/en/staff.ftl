### What staff are sent: the kind in words, a code, a first name and initial, a link; no more.

# audience: staff
notice-sms = { $mark } { $code }: { $who }. Reply MINE { $code } to take it, or open { $link }
# audience: staff
notice-email-subject = { $mark } { $code }: { $who }
# audience: staff
notice-email = { $mark }: { $who }.

    Open it and say "mine": { $link }
    Or text MINE { $code } to the service's number.

    Nobody has taken it until somebody says so.
# audience: staff
notice-more = NEW TEXT { $code }: { $who } has texted again. Read it: { $link }
# audience: staff
notice-unheard = NOT ARRIVED { $code }: { $who } has not got our words about 999. They may not know to ring it. Open { $link }
# audience: staff
notice-outcome-missed = { $code }: { $who }. No outcome yet, so the next person is told. Open { $link }
# audience: staff
notice-call = Throughcare. A text needs you now. Press 1 to take it. Code { $code }.
# audience: staff
staff-mine = { $code } is yours. Open it before you ring: { $link } Write the outcome by { $by }.
# audience: staff
staff-mine-aloud = { $code } is yours. Open it before you ring them. Write the outcome by { $by }.
# audience: staff
staff-taken = { $code } is already with { $who }.
# audience: staff
staff-unknown-code = There is no open escalation { $code } for you. Check the code in the notice.
# audience: staff
staff-sign-in-to-close = { $code } cannot be closed by text. Sign in and record the outcome.
# audience: staff
staff-commands = This is a staff number. To take an escalation, text MINE and its code, such as MINE 4821. If a life is at risk ring 999.
# audience: staff
staff-not-yours = { $code } is with { $who }. Nothing was changed.
# audience: staff
staff-somebody-else = If this is about somebody else: ring 999 now, then text it again without the code.
# audience: staff
staff-passed = { $code } goes to the next person now.
# audience: staff
staff-passed-later = { $code } goes to the next person, in the hours when such things are told.
# audience: staff
staff-done = { $code } is closed. Thank you.
