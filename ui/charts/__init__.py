"""Where the marks of a chart go: pure geometry, in per cents of the drawing's width and height.

Positions are strings such as "37.5%": they are written into SVG as they are, whatever the language's decimal sign.
A drawing in per cents takes the room it is given while its lines and letters keep their size.
"""
