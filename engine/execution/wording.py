"""What snapshots have in common, word for word: format 4 leaves it out and says where it stood.

A snapshot is small, and most of it are the names that every process writes: of opinions, outcomes, moments.
zstd takes such words as a dictionary before the data. They belong to format 4 and must never change: other
words would need a format of their own.
"""

from typing import Final

import zstandard

_WORDS: Final = (
    '"pledge":true,"visits":null,"reason":"","phone":"","category":"","certificate":[{"id":"","name":".pdf",'
    '"size":}],"receipts":{"rejected":false,"person":,"businessNo":"2026-00000","name":"","number":"",'
    '"unit":"","college":"","className":"","appliedOn":"2026-01-01","validFrom":"2026-12-01",'
    '"validUntil":"2027-12-31","collegeOpinion":[{"id":"o1","person":"","step":"意见","outcome":"approve",'
    '"text":"同意。","time":"2026-12-28T13:58:29+00:00","signature":null}],"steps":{"apply":{"outcome":'
    '"submit","person":1,"at":"2026-11-28T13:58:29+00:00"},"":{"outcome":"approve","person":,'
    '"at":"2026-12-1T0:5:3+00:00"}}}],{},["3,1,2,2","4,2,4,4",8,14],["<start>","start","apply","flow_'
)
DICTIONARY: Final = zstandard.ZstdCompressionDict(_WORDS.encode(), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
