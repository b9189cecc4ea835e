### Staying safe. The first wording names nothing; `.open` is for people who chose plain words.

# safety: overdose
# source: domain.md section 4: Exchange overdose booklet; SCDAS 2023; Sunnetwork; Aquarius
# approved_by: null
# reviewed: null
# next_review: null
# check: the date of the Exchange booklet is not known
tolerance = Take care today, { $first_name }. Your body has had a break. What was OK for you before could be far too much now. Try not to be on your own. In danger: 999.
    .open = Take care, { $first_name }. Your tolerance is low now. A dose that did nothing before could kill you. If you use: a tiny bit first, go slow, don't mix, don't be alone, have naloxone.

# safety: overdose
# source: domain.md section 3, naloxone: Bird 2016, Parmar 2017; section 4: gov.uk Supplying take home naloxone
# approved_by: null
# reviewed: null
# next_review: null
naloxone-got-one = Hi { $first_name }, have you got your safety kit on you? Reply YES or NO.
    .open = Hi { $first_name }, have you got naloxone on you? It could save a mate's life, or yours. Reply YES or NO.

naloxone-not-sure = Sorry, we didn't get that. Have you got a safety kit? Reply YES or NO.
    .open = Sorry, we didn't get that. Have you got naloxone? Reply YES or NO.

# safety: overdose
# source: domain.md section 3, naloxone: Parmar 2017; section 4: With You
# approved_by: null
# reviewed: null
# next_review: null
# check: no source for showing mates where the kit is and how it is used
naloxone-carry = Good. Keep it on you, and tell your mates where it is. In an emergency ring 999 first.
    .open = Good. Keep it on you, and show your mates how to use it. If someone won't wake: ring 999, then use it. It wears off, so stay with them.

naloxone-want-one = Would you like one? Reply YES or NO.
naloxone-want-not-sure = Sorry, we didn't get that. Would you like a kit? Reply YES or NO.
naloxone-any-time = OK. You can ask us for one any time.

# safety: overdose
# source: domain.md section 4: homeless.org.uk 7 July 2025; SCDAS 15 December 2023; With You; EDP; See Beyond
# approved_by: null
# reviewed: null
# next_review: null
# check: the sources differ on how soon it wears off: 20 to 30 minutes, half an hour, 20 to 40
# may_name: naloxone
overdose-info = Won't wake, blue lips, odd snoring or slow breaths? Ring 999. Use naloxone if you have it. It wears off in 20 to 30 minutes or so: stay with them.

# safety: overdose
# source: domain.md section 4: SCDAS 2023; Sunnetwork; Aquarius
# approved_by: null
# reviewed: null
# next_review: null
# check: the sources are about drugs; this text also answers somebody who is drinking again
used-or-lapse = Thanks for telling us. I've sent this to the team. I can't promise when they'll read it. Go slow, don't mix, don't be alone. Won't wake or can't breathe: 999.
