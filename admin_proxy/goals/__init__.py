"""Goals: what people want to reach, how far they are, and what it is for.

Everybody sees the public goals of their organization and all of their own. A manager sees and edits those of their
direct reports as well, the private ones too: nobody can edit what they do not see. To everybody else a private goal
does not exist, Super Admins included; they see it by impersonating somebody who does, and that is recorded.
"""
