# ruff: noqa: E501
# One pattern a line reads better than a pattern in pieces.
"""By what a page's software is known: one table for all engines, so that overlaps are seen.

A sign of weight 2 is enough alone: only the software itself writes it there. Signs of weight 1
are habits (names of scripts, classes, footers that sites remove or copy); two of them together
are enough. Signs look for markup, never for words: a member may write any words.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern in the page's markup, or in the header or cookie names that `where` says.

    A group named `version` is the version. `hint` is a plain text, in lower case, without which
    the pattern cannot be there: looking for it first is much faster.
    """

    weight: int
    hint: str
    pattern: re.Pattern[str]
    where: str = "page"


def _sign(weight: int, hint: str, pattern: str, where: str = "page") -> Sign:
    return Sign(weight, hint, re.compile(pattern, re.IGNORECASE), where)


def _generator(name: str) -> Sign:
    return _sign(
        2,
        name.lower(),
        rf"<meta\b[^>]{{0,80}}\bcontent=[\"']{name}\b(?:[ /]+v?(?P<version>\d+(?:\.\w+)*))?",
    )


def _credit(name: str, host: str) -> Sign:
    """ "Powered by" with a link to the software's own site, in a footer."""
    return _sign(
        2,
        host,
        rf"(?:powered|running|moc)\b(?:[^<]|<(?!/?(?:p|li|td|blockquote|article)\b)){{0,160}}?"
        rf"<a\b[^>]*\bhref=[\"']?(?:https?:)?//(?:www\.)?{re.escape(host)}/?[^>]*>"
        rf"(?:\s|<[^>]+>)*(?:{name})",
    )


SIGNS = MappingProxyType(
    {
        "phpbb": (
            _sign(2, "phpbb", r"<body\b[^>]*\bid=[\"']?phpbb\b"),
            _credit("phpBB", "phpbb.com"),
            _sign(1, "phpbb", r"\bphpbb_alert\b|id=[\"']phpbb_|var phpbb\w* ?="),
            _sign(1, "viewtopic.php", r"href=[\"'][^\"']*\bviewtopic\.php\?(?:[^\"']*&(?:amp;)?)?[tfp]=\d"),
            _sign(1, "viewforum.php", r"href=[\"'][^\"']*\bviewforum\.php\?(?:[^\"']*&(?:amp;)?)?f=\d"),
            _sign(1, "profile.php", r"href=[\"'][^\"']*\bprofile\.php\?mode=(?:viewprofile|register)"),  # of version 2
            _sign(1, "ucp.php", r"href=[\"'][^\"']*\bucp\.php\?mode=(?:login|register)"),
            _sign(1, "phpbb group", r"phpBB Group|phpBB Limited"),
            _sign(1, "templates/subsilver", r"templates/subSilver/"),
            _sign(2, "phpbb", r"^phpbb\w*_(?:u|k|sid)$", "cookie"),
        ),
        "discourse": (
            _generator("Discourse"),
            _sign(2, "data-discourse-", r"<[^>]+\bid=[\"']data-discourse-setup[\"']"),
            _credit("Discourse", "discourse.org"),
            _sign(1, "crawler-post", r"class=[\"'][^\"']*\bcrawler-post\b"),
            _sign(1, "discourse", r"name=[\"']discourse[_/-][\w-]+[\"']|data-discourse-\w+="),
            _sign(1, "x-discourse-", r"", "header:x-discourse-route"),
        ),
        "xenforo": (
            _sign(2, "xenforo", r"<html\b[^>]*\bid=[\"']XenForo[\"']"),
            _sign(2, "xf", r"<html\b[^>]*\bid=[\"']XF[\"'](?:(?=[^>]*\bdata-xf=[\"'](?P<version>[\d.]+)))?"),
            _sign(1, "xf-init", r"data-xf-init=|data-xf-click="),
            _sign(1, "xf", r"\bXF\.(?:ready|extendObject|config)\b"),
            _sign(1, "p-body", r"class=[\"'][^\"']*\bp-body-(?:inner|main|content)\b"),
            _sign(1, "xenforo", r"href=[\"']https?://(?:www\.)?xenforo\.com/?[\"'][^>]*>"),
            _sign(2, "xf_", r"^xf_(?:csrf|session|user)$", "cookie"),
        ),
        "invision": (
            _sign(2, "ipsapp", r"<body\b[^>]*\bclass=[\"'][^\"']*\bipsApp\b"),
            _sign(2, "data-ips-", r"<html\b[^>]*\bdata-ips-(?:path|scheme|time)"),
            _sign(2, "ipssettings", r"\bipsSettings\s*=\s*\{"),
            _credit("Invision Community|IP\\.Board|Invision Power Board", "invisioncommunity.com"),
            _credit("Invision Community|IP\\.Board|IPB|Invision Power Board", "invisionpower.com"),
            _sign(2, "ipb", r"\bipb\.vars\[|<body\b[^>]*\bid=[\"']ipboard_body[\"']"),
            _sign(1, "showtopic", r"href=[\"'][^\"']*\bindex\.php\?[^\"']*\bshowtopic=\d"),
            _sign(1, "invision", r"Powered by (?:Invision|IP\.Board)"),
        ),
        "vbulletin": (
            _generator("vBulletin"),
            _sign(2, "vb-page", r"<body\b[^>]*\bid=[\"']vb-page-body[\"']"),
            _sign(2, "vbulletin_html", r"<html\b[^>]*\bid=[\"']vbulletin_html[\"']"),
            _sign(2, "vbulletin", r"\bvBulletin_init\s*\(|\bvbulletin_global\.js|\bvbulletin[_-]core\.js"),
            _credit("vBulletin", "vbulletin.com"),
            _sign(1, "vbulletin", r"Powered by:? vBulletin"),
            _sign(1, "clientscript/", r"(?:src|href)=[\"'][^\"']*\bclientscript/(?:vbulletin|yui)"),
            _sign(1, "vbmenu", r"\bvbmenu_(?:control|register|popup)"),
            _sign(1, "sessionurl", r"\bvar SESSIONURL\b"),
            _sign(1, "securitytoken", r"\bvar SECURITYTOKEN\s*="),
            _sign(2, "bb", r"^(?:bb|vb)_?(?:lastvisit|lastactivity|sessionhash)$", "cookie"),
        ),
        "vanilla": (
            _sign(2, "vanilla_", r"<body\b[^>]*\bid=[\"']vanilla_\w+[\"']"),
            _sign(2, "vanilla", r"<body\b[^>]*\bclass=[\"'][^\"']*\bVanilla\b[^\"']*\b(?:Discussion|Categor|Section-)"),
            _sign(2, "/applications/", r"(?:src|href)=[\"'][^\"']*/applications/(?:dashboard|vanilla)/(?:design|js)/"),
            _sign(1, "gdn", r"\bwindow\.gdn\b|\bgdn\.meta\b|\bgdn\s*=\s*\{"),
            _sign(1, "vanilla", r"\bvanillaPowered\b|[\"'/]vanilla(?:\.min)?\.js|vanilla-?foundation"),
            _credit("Vanilla", "vanillaforums.com"),
            _sign(2, "x-vanilla", r"", "header:x-vanilla-version"),
        ),
        "nodebb": (
            _sign(2, "nodebb", r"(?:src|href)=[\"'][^\"']*/nodebb(?:\.min)?\.js"),
            _sign(2, "nodebb", r"^NodeBB$", "header:x-powered-by"),
            _sign(1, "component=", r"component=[\"'](?:post|topic|category|categories|navbar)[/\w-]*[\"']"),
            _sign(1, "<body", r"<body\b[^>]*\bclass=[\"'][^\"']*\b(?:page|template)-(?:topic|categor|recent|home)"),
            _sign(1, "relative_path", r"\bvar config\s*=\s*JSON\.parse\(|\bwindow\.config\s*=.*?relative_path"),
            _credit("NodeBB", "nodebb.org"),
        ),
        "flarum": (
            _sign(2, "flarum-json-payload", r"<script\b[^>]*\bid=[\"']flarum-json-payload[\"']"),
            _sign(2, "flarum", r"\bflarum\.core\.app\b|\bid=[\"']flarum-(?:loading|content)[\"']"),
            _sign(2, "flarum", r"^Flarum$", "header:x-powered-by"),
            _sign(2, "flarum", r"^flarum_(?:session|remember)$", "cookie"),
        ),
        "mybb": (
            _credit("MyBB", "mybb.com"),
            _credit("MyBB", "mybboard.net"),
            _sign(2, "end powered by", r"<!-- End powered by -->"),
            _sign(2, "my_post_key", r"\bvar my_post_key\s*="),
            _sign(1, "jscripts/", r"src=[\"'][^\"']*\bjscripts/(?:general|popup_menu|thread)\.js"),
            _sign(1, "mybb", r"\bMyBB\.|cookieDomain\s*=|\bmybb\w*\.js"),
            _sign(1, "showthread.php", r"href=[\"'][^\"']*\b(?:showthread\.php\?tid|forumdisplay\.php\?fid)=\d"),
            _sign(2, "mybb", r"^mybb(?:\[|%5B)?(?:lastvisit|lastactive|user)", "cookie"),
        ),
        "smf": (
            _sign(2, "smf_", r"\bvar smf_(?:theme_url|scripturl|default_theme_url|images_url)\s*="),
            _sign(2, "smf", r"<body\b[^>]*\bid=[\"']smf[\"']"),
            _credit("SMF|Simple Machines", "simplemachines.org"),
            _sign(1, "simplemachines", r"href=[\"']https?://(?:www\.)?simplemachines\.org/[^\"']*[\"'][^>]*>\s*(?:SMF(?: (?P<version>[\d.]+))?|Simple Machines)"),
            _sign(1, "action=credits", r"\baction=credits[\"'][^>]*>\s*SMF (?P<version>\d+(?:\.\d+)+)"),
            _sign(1, "topic=", r"href=[\"'][^\"']*\bindex\.php[?/](?:PHPSESSID=\w+&(?:amp;)?)?(?:topic|board)[=,]\d+\.\d"),
            _sign(1, "action=", r"href=[\"'][^\"']*\bindex\.php\?action=(?:help|login|register)"),
        ),
        "misago": (
            _sign(2, "misago", r"<script[^>]*>\s*misago\.init\("),
            _sign(2, "misago", r"<body\b[^>]*\bclass=[\"'][^\"']*\bmisago-(?:anonymous|authenticated)\b"),
            _sign(1, "misago", r"\bmisago_locale\b|/misago\.(?:css|js)"),
        ),
        "spirit": (
            _sign(1, "spirit", r"/static/spirit/(?:stylesheets|scripts|images|fonts)|\bspirit_\w+\.css"),
            _sign(1, "list__comment", r"class=[\"'][^\"']*\bcomments[_-]list__comment\b"),
            _sign(1, "spirit", r"href=[\"']https?://spirit-project\.com/?[\"']"),
            _sign(1, "stmodules", r"\bstModules\.|\bjs-comment\b"),
            _sign(1, "topics", r"class=[\"'][^\"']*\btopics[_-]list(?:__|\b)"),
        ),
        "flaskbb": (
            _credit("FlaskBB", "flaskbb.org"),
            _sign(2, "flaskbb", r"powered by\s*(?:</?\w[^>]*>\s*)*<a\b[^>]*flaskbb"),
            _sign(1, "flaskbb", r"class=[\"'][^\"']*\bflaskbb-(?:stats|footer|header|layout|meta|breadcrumb)\b"),
            _sign(1, "flaskbb", r"(?:src|href)=[\"'][^\"']*\b(?:themes/\w+/)?(?:flaskbb|_themes)/"),
        ),
        "hyperkitty": (
            _sign(2, "hyperkitty", r"Powered by\s*(?:<[^>]+>\s*)*HyperKitty(?:\s*(?:</?\w[^>]*>\s*)*(?:version\s+)?(?P<version>[\d.]+))?"),
            _sign(1, "hyperkitty", r"(?:src|href)=[\"'][^\"']*/(?:static/)?hyperkitty/"),
            _sign(1, "hyperkitty", r"/hyperkitty/(?:list|thread|accounts)/|CACHE/css/output"),
        ),
        "machina": (
            _sign(2, "machina.", r"(?:src|href)=[\"'][^\"']*/machina(?:\.\w+)*\.(?:css|js)\b"),
            _sign(2, "machina.init", r"<script[^>]*>[^<]{0,80}\bmachina\.init\(\)"),
        ),
        "askbot": (
            _sign(2, "askbot", r"Powered by\s*(?:<[^>]+>\s*)*Askbot(?:\s+version\s+(?P<version>[\d.]+\d))?"),
            _sign(2, "askbot['", r"\baskbot\['(?:functions|settings|urls|data|messages)'\]"),
            _sign(1, "askbot", r"//(?:www\.)?askbot\.(?:com|org)\b"),
        ),
        "lemmy": (
            _sign(2, "isodata", r"\bwindow\.(?:lemmyConfig|isoData)\s*=[\s\S]{0,200000}?\bsite_res\b"),
            _sign(1, "isodata", r"\bwindow\.isoData\s*="),
            _sign(1, "lemmy", r"(?:name|property)=[\"'](?:application-name|og:site_name|Description)[\"'][^>]*Lemmy|join-lemmy\.org"),
            _sign(1, "lemmy-site", r"class=[\"'][^\"']*\blemmy-site\b"),
        ),
        "stackexchange": (
            _sign(2, "stackexchange", r"\bStackExchange\.(?:init|ready|question)\b"),
            _sign(1, "sstatic.net", r"https?://cdn\.sstatic\.net/"),
        ),
        "bbpress": (
            _sign(2, "bbpress", r"<body\b[^>]*\bclass=[\"'][^\"']*\bbbpress\b"),
            _sign(2, "bbpress-forums", r"\bid=[\"']bbpress-forums[\"']"),
            _sign(2, "bbpress", r"href=[\"'][^\"']*/plugins/bbpress/templates/"),
        ),
        "wpforo": (_sign(2, "wpforo", r"\bid=[\"']wpforo(?:-wrap)?[\"']"),),
        "insided": (
            _sign(2, "twig_page-", r"<body\b[^>]*\bclass=[\"'][^\"']*\btwig_page-"),
            _sign(1, "insided", r"Powered by (?:inSided|Gainsight)|\binsided(?:Data)?\s*=|//[\w.-]*insided\.com"),
        ),
        "khoros": (
            _sign(2, "lithium", r"\bLITHIUM\.(?:Loader|Components|CommunityJsonObject|Auth)\b|\bLITHIUM\s*="),
            _sign(2, "lia-", r"<body\b[^>]*\bclass=[\"'][^\"']*\blia-(?:body|user|board|forum|blog|page|category)"),
        ),
        "higher_logic": (
            _sign(2, "higherlogic", r"\bHigherLogic\b[^<]{0,80}Connected|//[\w.-]*higherlogic(?:cdn|download)?\.(?:com|net)/[^\"']*\bHL\w*|hl-community"),
        ),
        "telligent": (
            _generator("Telligent Community"),
            _sign(2, "telligent", r"\bTelligent_\w+|jQuery\.telligent\.evolution"),
        ),
        "kunena": (
            _sign(2, "kunena", r"\bid=[\"']Kunena[\"']|/media/kunena/|components/com_kunena/"),
            _credit("Kunena|<", "kunena.org"),
        ),
        "fluxbb": (
            _credit("FluxBB", "fluxbb.org"),
            _sign(2, "pun", r"<div id=[\"']pun(?:index|viewtopic|viewforum)[\"']"),
        ),
        "punbb": (_credit("PunBB", "punbb.informer.com"), _credit("PunBB", "punbb.org")),
        "phorum": (
            _sign(2, "phorum", r"<(?:div|body)\b[^>]*\bid=[\"']phorum[\"']"),
            _credit("Phorum", "phorum.org"),
            _sign(2, "phorum", r"This (?:<a[^>]*>)?forum(?:</a>)? (?:is )?powered by\s*<a\b[^>]*phorum\.org"),
        ),
        "jforum": (
            _sign(2, "jforum", r"Powered by\s*(?:<[^>]+>\s*)*JForum"),
            _sign(1, "posts/list/", r"href=[\"'][^\"']*/posts/list/(?:\d+/)?\d+\.page"),
        ),
        "woltlab": (
            _sign(2, "wb", r"<body\b[^>]*\bdata-application=[\"']wb[bf][\"']|\bid=[\"']tplwb[bf]\w+|\bid=[\"']tpl_wb[bf]_"),
            _credit("(?:WoltLab|Burning Board)[^<]*|Forensoftware", "woltlab.com"),
            _sign(1, "woltlab", r"href=[\"']https?://(?:www\.)?woltlab\.(?:com|de)[/\"']"),
            _sign(1, "wcf_path", r"\bWCF_PATH\b|\bWCF\.\w+"),
        ),
        "question2answer": (
            _sign(2, "question2answer", r"Powered by\s*(?:<[^>]+>\s*)*Question2Answer"),
            _sign(1, "qa-", r"<body\b[^>]*\bclass=[\"'][^\"']*\bqa-(?:template|body)-"),
            _sign(1, "qa-q-", r"class=[\"'][^\"']*\bqa-q-(?:view|list|item)"),
        ),
        "proboards": (
            _sign(2, "proboards", r"\bproboards\.(?:data|version)\b|\bpb-?(?:page|boards)\b.*?proboards\.com|//storage\.proboards\.com/"),
        ),
        "inyoka": (
            _sign(2, "inyoka", r"Powered by\s*(?:<[^>]+>\s*)*Inyoka"),
        ),
        "tapatalk": (_sign(2, "tapatalk", r"<base\b[^>]*//(?:www\.)?tapatalk\.com/groups/"),),
        "reddit": (
            _sign(2, "shreddit", r"<shreddit-(?:app|post|title)\b"),
            _sign(2, "redditstatic", r"\bwww\.redditstatic\.com/(?:shreddit|desktop2x|_chunks|reddit|crossposting)"),
            _sign(1, "reddit", r"property=[\"']og:site_name[\"'][^>]*content=[\"']Reddit"),
        ),
        "moodle": (
            _sign(2, "page-mod-forum-", r"<body\b[^>]*\bid=[\"']page-mod-forum-"),
        ),
        "drupal": (
            _sign(1, "drupal", r"<meta\b[^>]{0,80}\bcontent=[\"']Drupal\b"),
            _sign(1, "forum", r"<body\b[^>]*\bclass=[\"'][^\"']*\b(?:node-type-forum|page-forum|page-node-type-forum)\b"),
            _sign(1, "forum-", r"\bid=[\"']forum-(?:topic|list)-\d|\bclass=[\"'][^\"']*\bforum-topic-legend\b"),
        ),
        "sympa": (
            _generator("Sympa"),
            _credit("Sympa", "sympa.org"),
            _credit("Sympa", "sympa.community"),
        ),
        "yabb": (_credit("YaBB", "yabbforum.com"),),
        "xmb": (_credit("XMB", "xmbforum2.com"), _credit("XMB", "xmbforum.com")),
        "ubb": (
            _sign(2, "ubb", r"Powered by UBB\.threads|\bubbt\w*\.php|ubbthreads\.php"),
        ),
        "fudforum": (_credit("FUDforum", "fudforum.org"), _sign(2, "fudforum", r"Powered by:? FUDforum")),
        "mylittleforum": (_credit("my little forum", "mylittleforum.net"),),
        "talkyard": (_sign(2, "talkyard", r"class=[\"'][^\"']*\bdw-ui-(?:simple|comments)\b|\btalkyard-(?:server|forum)"),),
        "yaf": (
            _credit("YAF\\.NET", "yetanotherforum.net"),
            _sign(2, "yafnet", r"<div\b[^>]*\bclass=[\"']yafnet[\"']"),
        ),
        "mailman": (
            _sign(2, "messages sorted by", r"<LINK REL=[\"']Index[\"'] HREF=[\"'](?:index|thread|author|subject|date)\.html[\"']\s*>[\s\S]{0,2000}?(?:mailto:|Messages sorted by)"),
            _sign(2, "pipermail", r"<i>This archive was generated by\s*(?:<[^>]+>\s*)*Pipermail"),
        ),
        "hypermail": (
            _generator("hypermail"),
            _sign(2, "hypermail", r"archive was generated by\s*(?:<[^>]+>\s*)*hypermail"),
        ),
        "listserv": (_sign(2, "listserv", r"\bwa(?:\.exe)?\?(?:A0|A1|A2|INDEX|SUBED)\S*=[\s\S]*Powered by LISTSERV"),),
        "jive": (
            _sign(2, "jive", r"Powered by (?:<a[^>]*>)?Jive Forums"),
            _sign(2, "jive", r"<body\b[^>]*\bclass=[\"'][^\"']*\bjive-body"),
        ),
        "discuz": (
            _sign(2, "discuz!", r"<meta\b[^>]{0,80}\bcontent=[\"']Discuz! (?P<version>X?\d[\d.]*)"),
            _credit("Discuz", "discuz.net"),
            _credit("Discuz", "discuz.vip"),
            _sign(2, "discuz_uid", r"\bdiscuz_uid\s*=\s*'"),
        ),
        "elkarte": (
            _credit("ElkArte", "elkarte.net"),
            _sign(2, "elk_", r"\bvar elk_(?:theme_url|scripturl|images_url|default_theme_url)\s*="),
        ),
        "asgaros": (_sign(2, "asgaros-forum", r"href=[\"'][^\"']*/plugins/asgaros-forum/"),),
        "simplepress": (_sign(2, "spmaincontainer", r"<div\b[^>]*\bid=[\"']spMainContainer[\"']"),),
        "esotalk": (
            _credit("esoTalk", "esotalk.org"),
            _sign(1, "conversationposts", r"<ol\b[^>]*\bid=[\"']conversationPosts[\"']"),
            _sign(1, "scrubber", r"<ul\b[^>]*\bclass=[\"']scrubber[\"']"),
        ),
        "beehive": (_generator("Beehive Forum"),),
        "snitz": (
            _sign(2, "snitz forums", r"<[^>]+\btitle=[\"']Powered By:? Snitz Forums(?: 2000)?(?: Version (?P<version>[\d.]+))?"),
        ),
        "minibb": (
            _credit("miniBB", "minibb.com"),
            _sign(2, "minibb", r"<img\b[^>]*\balt=[\"']Powered by (?:forum software )?miniBB"),
        ),
        "mwforum": (_credit("mwForum", "mwforum.org"),),
        "mvnforum": (_credit("mvnForum", "mvnforum.com"),),
        "webwiz": (
            _sign(2, "web wiz", r"Forum Software by\s*<a\b[^>]*\bhref=[\"']https?://(?:www\.)?webwiz[^>]*>\s*Web Wiz"),
        ),
        "codoforum": (_credit("Codoforum", "codoforum.com"), _credit("Codoforum", "codologic.com")),
    }
)  # fmt: skip
