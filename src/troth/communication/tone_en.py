"""English words that press or blame, and words to start anew from."""

from troth.communication.tone_lists import ToneWords

ENGLISH = ToneWords(
    ultimatum=(
        "or else", "final warning", "last chance", "last warning", "take it or leave it", "otherwise we will cancel",
        "or we will cancel", "non-negotiable", "ultimatum", "you have no choice", "end of discussion",
        "or we find another supplier", "or you will lose",
    ),
    blame=(
        "your fault", "your mistake", "you failed", "you people", "unacceptable", "incompetent",
        "you are always late", "you always fail", "you never answer", "you never keep", "you never learn",
        "you should have known", "you don't care", "ridiculous", "shame on you", "you lied", "unprofessional",
        "because of you", "not acceptable",
    ),
    vague_deadline=(
        "asap", "a.s.a.p", "as soon as possible", "urgent!!!", "urgently", "immediately", "right away",
    ),
    demand=(
        "you must", "you have to", "i demand", "we demand", "we insist", "i insist", "do it now", "we expect you to",
    ),
    shouted=(
        "you", "now", "not", "why", "where", "is", "are", "must", "this", "never", "immediately", "again",
        "when", "what", "how", "still", "waiting", "today",
    ),
    options=(
        "could you", "could we", "would you", "would it", "can we", "can you", "shall we", "what would you",
        "how can we", "alternatively", "if that is not possible", "please suggest", "please tell us", "let us know",
        "either", "instead",
    ),
    negations_before=(
        "not", "n't", "never", "isn't", "wasn't", "nobody says", "without", "no",
    ),
    rewrites={
        "ultimatum": (
            "The goods were due on … and have not shipped. Our shops open on …, so we would stand without goods. "
            "What would you need to ship by …, or what can we ship first?"
        ),
        "blame": (
            "We found … in … of … pieces (photos attached). They cannot be sold as they are. What do you see as "
            "the cause, and what can each of us change?"
        ),
        "vague_deadline": (
            "We need the report by … (your time), because … depends on it. Does that day work for you, and if not, "
            "which one does?"
        ),
        "demand": (
            "We need … by …, because …. Would that be possible? If not, what would you suggest instead?"
        ),
        "shouting": (
            "We are still waiting for …, which was due on …. It holds up …. When can we expect it, and can we help?"
        ),
    },
)  # fmt: skip
