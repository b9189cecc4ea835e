"""Who is at the screen: Flask-Security over the `account` table, and one question, `who.me()`.

Nothing else reads accounts or passwords. There is no registration: `throughcare staff` adds an account.
"""
