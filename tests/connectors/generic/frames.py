# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What forums put around a thread: menus, notices, forms, clocks, other threads; all invented."""


def old(inner: str) -> str:
    """As software of the years of tables wrote it, without names of its parts."""
    return (
        "<html lang=en><head><title>Heating allowance - The Hearth</title></head><body bgcolor=white><center>"
        "<table width='95%'><tr><td><a href='/'><img src=logo.gif></a></td><td align=right><a href='index.php'>Index</a> | <a href='search.php?action=show_recent'>Active</a> | <a href='memberlist.php'>Members</a> | <a href='profile.php?mode=register'>Register</a> | <a href='login.php'>Log in</a><br>"
        "<font size=1>Welcome, Guest. It is now 20 March 2026, 12:00. Your last visit was on 19 March 2026, 09:00.</font></td></tr></table>"
        "<table width='95%'><tr><td>The Hearth &raquo; <a href='forumdisplay.php?f=3'>Pay and allowances</a> &raquo; <b>Heating allowance</b></td><td align=right><a href='posting.php?mode=newtopic'>New topic</a> <a href='posting.php?mode=reply&t=41'>Post reply</a></td></tr></table>"
        f"{inner}"
        "<table width='95%'><tr><td><font size=1>You cannot post new topics in this forum. You cannot reply to topics in this forum. You cannot edit your posts in this forum.</font></td><td><form><b>Jump to:</b> <select><option>Pay</option></select></form></td></tr></table>"
        "<center><font size=1>Powered by <a href='http://software.example'>HearthBoard</a> 2.1 &copy; 2009 The Makers. Style by <a href='http://styles.example/u/7'>tidewater</a>. All times are UTC.</font></center></center></body></html>"
    )


def new(inner: str) -> str:
    """As software of today writes it."""
    return (
        "<!DOCTYPE html><html lang=en><head><title>Heating allowance | The Hearth</title></head><body>"
        "<div class='cookie-consent'><p>We use cookies to keep you signed in and to count visits. By using this site you agree to that.</p><button>Fine</button></div>"
        "<div class=topbar><ul><li><a href='/latest'>Latest</a></li><li><a href='/members'>Members</a></li><li><a href='/profile'>My profile</a></li><li><a href='/u/login'>Log in</a></li></ul></div>"
        "<div class='welcome-box'><h3>Welcome to The Hearth</h3><p>We are a place for people who keep houses warm. Since 1 May 2009 neighbours have answered one another here. Join us, it costs nothing.</p></div>"
        "<div class=breadcrumbs><a href='/'>Home</a> <a href='/c/pay'>Pay and allowances</a></div><h1>Heating allowance</h1><div class=topic-tools><a href='/t/41/watch'>Watch</a> <a href='/t/41/print'>Print</a> <span class=views>112 views</span></div>"
        f"{inner}"
        "<div class=reply-box><h3>Write a reply</h3><p>You must <a href='/u/login'>log in</a> to reply here.</p></div>"
        "<div class=related><h4>Related topics</h4><ul><li><a href='/t/17'>Boilers in old houses</a> <a href='/u/tern'>tern</a> <span>12 March 2026</span></li><li><a href='/t/18'>Who pays for oil?</a> <a href='/u/gull'>gull</a> <span>11 March 2026</span></li></ul></div>"
        "<div class=stats><p>Our newest member is <a href='/u/plover'>plover</a>. Most people online: 41 on 3 January 2026.</p></div>"
        "<div class=foot><p>&copy; 2009-2026 The Hearth. Run by <a href='/u/warden'>warden</a>. <a href='/privacy'>Privacy</a> <a href='/rules'>Rules</a></p></div></body></html>"
    )


def bare(inner: str) -> str:
    return f"<html><head><title>Heating allowance</title></head><body>{inner}</body></html>"


FRAMES = (old, new, bare)
