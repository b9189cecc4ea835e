### Where to go. What a place is for is named only in `.open`; flows/areas says where, when and for whom.

nearest-place =
    { $service_reach ->
        [both] { $service_name }, { $service_address }. Ring { $service_phone } first if you can.
        [address] { $service_name }, { $service_address }.
       *[phone] { $service_name }. Ring { $service_phone }.
    }{ $service_who ->
        [some] {" "}It's for { $service_for } only.
       *[anybody] {""}
    } { $service_open ->
        [always] Open day and night.
        [now] Open now.
        [today] Open till { $service_until } today.
        [tonight] Open till { $service_until }.
       *[later] Opens { $service_opens }.
    }

nearest-naloxone = You can get a kit here: { nearest-place }
    .open = You can get naloxone here: { nearest-place }
nearest-needle-exchange = What you asked for: { nearest-place }
    .open = Clean needles: { nearest-place }
nearest-needle-bin = What you asked for: { nearest-place }
    .open = A bin for used needles: { nearest-place }
nearest-pharmacy = A chemist: { nearest-place }
nearest-housing = For a place to stay, try { nearest-place } I've told the team too.
nearest-jobcentre = Your jobcentre: { nearest-place }
nearest-employment = Help to find work: { nearest-place }
nearest-food = For food: { nearest-place }
nearest-out-of-hours = For nights and weekends: { nearest-place }

# source: safety.md rule 8; domain.md section 4, numbers: NHS 111 option 2
nearest-none = Sorry, I don't know a place near you for that. I've sent this to the team. I can't promise when they'll read it. If it can't wait: 999, or 111 option 2.
