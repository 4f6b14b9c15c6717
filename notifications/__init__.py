"""Who is told of what: inbox rows after events, e-mail at once or once a day, and the inbox itself."""
