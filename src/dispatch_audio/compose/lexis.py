"""Word lists of what the grammar of fragments turns on: nouns without articles, verbs that need an object, idioms."""

from dispatch_audio.compose.tables import word_set

MASS = word_set("""time focus science society language culture nature series species access admission advice aid air approval artificial attendance audience awareness baggage beef bread business capacity
    capital carbon cargo cash cement cheese clothing coal cocoa coffee competition compliance confidence congestion
    construction consumption content copper corn corruption cotton coverage credit crime crude cyber damage
    data debris debt deforestation demand democracy diesel dust education electricity emission employment energy engagement
    enrollment enrolment equipment equity erosion evidence expertise exposure fentanyl fish flour fluid food footage freedom
    freight fuel funding furniture garbage gas gasoline glass gold grain grass ground growth guidance hail happiness hardware
    health heat help history homework honey housing humidity hunger hydrogen ice illness immigration immunity industry
    inequality inflation information infrastructure insulin insurance intelligence interest iron jewelry justice knowledge labor
    labour land law lead leadership legislation liquidity literacy lithium litter livestock logic loyalty luggage
    machinery mail malaria malware maintenance management marketing measles meat media membership memory milk
    money mortality motivation mud music natural news nickel nitrogen obesity oil optimism output oxygen ozone paper
    participation patience pay payroll petrol police policy pollution poverty power precipitation privacy production productivity
    profit progress protein publicity punishment quality rain rainfall ransomware research resistance revenue rice ridership
    rubber safety salt sand satisfaction seafood security service shelter shipping silence silver sleep smoke snow snowfall
    snowpack software soil solar soy space speed spending staff steel strength sugar sunlight support supply sustainability
    talent tea technology testimony tourism trade traffic training transit transport travel trouble trust turnout
    unemployment unrest uranium usage vaccination vandalism violence visibility waste water wealth weather wheat wildlife
    wind wine wood work yeast agriculture air aluminum aluminium analysis-by""") - word_set(
    "analysis-by artificial cyber natural law lead policy paper industry speed drop interest audience supply"
)
"""Nouns that go without an article in the singular: "the inflation is at 2.4%" is not English."""

THINGS_SIGNED = word_set("""accord agreement bill contract convention deal decree extension lease law letter memorandum order pact petition
    protocol treaty truce striker midfielder defender goalkeeper winger player forward pitcher""")
"""What may be signed; whoever else "signed" did it."""

TRANSITIVE = (
    word_set("""abolished acquired acquitted amended appointed archived assigned attached awarded axed barred bred broken bought built
    certified chosen commissioned composed confiscated convened curbed curtailed declassified demolished deported deprecated
    designed destroyed detained detoured disbanded discontinued discovered disqualified downgraded downed dropped
    embargoed employed evacuated exhumed expelled extradited filed fired flown found founded frozen grounded halted
    identified impeached imported imposed imprisoned indicted injured installed interrupted invented issued jailed killed laid
    lifted listed loaned looted mislabeled named nominated ousted outlawed overruled overturned owned painted patched pardoned
    patented postponed priced prohibited proven published quarantined raided ratified reassigned rebuilt recalled recovered
    redesigned reformulated refurbished reinstated relocated renamed repaired repatriated repealed replaced rescued restored
    resurfaced reversed revised revoked rewritten rerouted sacked scrapped searched sentenced settled shelved shot sold spotted
    stolen stranded struck submitted sued suspended taken tapped thrown thought tied traced translated treated
    unveiled upgraded upheld vacated valued vetoed waived weakened withdrawn written wounded randomized randomised enrolled
    diverted cited recruited screened vaccinated displaced arrested hospitalized hospitalised surveyed interviewed
    impounded intercepted dismantled disrupted overbooked understaffed sidelined benched capped""")
    - word_set(
        "dropped settled weakened recovered dated struck filed issued tied resurfaced tapped submitted designed"
    )
)
"""Participles of verbs that need an object: without one, a bare "Coach fired" tells what was done to the coach."""

AT_ONCE = word_set("""abolished acquired acquitted amended appointed archived axed bought broken certified chosen demolished deported
    disbanded discontinued disqualified downgraded evacuated expelled extradited fired found impeached indicted jailed
    named nominated ousted overruled overturned pardoned patched ratified reassigned recalled reformulated reinstated
    relocated renamed repealed reversed revoked rewritten sacked scrapped shelved sold stolen unveiled upheld vacated vetoed
    waived withdrawn""")
"""Of these, those that happen once: "has been fired", not "is fired"."""

STILL_SO = word_set("""aimed allowed backed based built closed covered dedicated designed due estimated expected forecast intended known limited listed located made
    meant needed open owned planned priced projected required rumoured rumored scheduled set slated sold supported thought trained valued
    written""")
"""Leading participles that tell how things are: "Expected to operate" -> "It is expected"; others tell what happened."""

IDIOMS = (
    r"(?:in (?:effect|force|use|reserve|place|doubt|talks|dispute|custody|hospital|orbit|decline|line|jeopardy|limbo|court)|on (?:loan|hold|"
    r"track|sale|display|strike|trial|view|show|course|alert|leave|bail|fire)|out of (?:reach|stock|service|office|work|date)|under "
    r"(?:way|review|investigation|construction|threat|water|pressure|fire|consideration|control)|at (?:risk|large|war)|off limits|"
    r"(?:up )?for sale|up for (?:review|renewal|election|grabs)|ahead of|short of|free of|in favou?r of)\b"
)
"""What may be said of a thing by "is", without a verb of its own."""

PERSONS = word_set("""actor actress artist astronaut author candidate captain champion chef coach composer director doctor driver governor judge
    lawmaker leader man mayor minister musician nominee novelist officer person player president prime scientist senator
    singer understudy winner woman writer""")
"""Who a superlative may be said of: "First woman to win" of the person that the story is about."""
