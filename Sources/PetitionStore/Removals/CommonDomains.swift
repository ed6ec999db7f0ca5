/// Email domains that so many people use that their names tell nothing of anybody.
enum CommonDomains {
  static let names = [
    "126.com", "163.com", "aol.com", "bluewin.ch", "fastmail.com", "free.fr", "gmail.com",
    "gmx.at", "gmx.ch", "gmx.de", "gmx.net", "hotmail.co.uk", "hotmail.com", "hotmail.de",
    "hotmail.fr", "icloud.com", "laposte.net", "libero.it", "live.com", "mail.com", "mail.ru",
    "mailbox.org", "me.com", "msn.com", "naver.com", "orange.fr", "outlook.com", "outlook.de",
    "posteo.de", "proton.me", "protonmail.com", "qq.com", "riseup.net", "rocketmail.com", "sfr.fr",
    "t-online.de", "tutanota.com", "ukr.net", "wanadoo.fr", "web.de", "wp.pl", "yahoo.co.jp",
    "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.fr", "yandex.ru", "ymail.com",
  ]
}
