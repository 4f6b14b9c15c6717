"""Daily seals: all chains' heads in one number, signed with a key outside the database and published outside.

`merkle`: the number and its proofs; `signing`: keys and signatures; `sealing`: a day's seal; `anchors`: where it is
published; `history`: one factory's history with all that proves it; `verification`: what does not hold.
"""
