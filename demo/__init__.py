"""The demonstration: a fictional programme of factories in seven countries, made from a seed.

It makes evidence only, through the same bulk commands as real files, and knows nothing of the judgement: nothing
here imports the criteria or the engine.
"""
