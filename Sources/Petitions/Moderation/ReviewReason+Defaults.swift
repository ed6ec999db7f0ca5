extension ReviewReason {
  /// The list that a new site begins with, in its order.
  public static let defaults: [ReviewReason] = defaultRows.compactMap { row in
    Key(row.key).map {
      ReviewReason(
        key: $0, text: row.text, explanation: row.explanation, hidesText: row.hidesText)
    }
  }

  private static let defaultRows:
    [(key: String, text: String, explanation: String, hidesText: Bool)] = [
      (
        "no-action", "It does not ask for something that anybody can do",
        """
        Say what should happen, and name a person or a body that can make it happen.
        """, false
      ),
      (
        "wrong-target", "It is addressed to somebody who cannot act on it",
        """
        Address the letter to whoever decides the matter. If you are not sure who that is, ask us.
        """, false
      ),
      (
        "unclear", "It cannot be understood without knowing the matter already",
        """
        Explain names and abbreviations, and say in the first sentences what is wrong.
        """, false
      ),
      (
        "duplicate", "There is a petition for the same thing already",
        """
        More names under one letter weigh more than two letters. Sign that one, and share it.
        """, false
      ),
      (
        "private-person", "It is about a private person",
        """
        Nobody who holds no public office may be named, shown or made recognisable, nor may \
        addresses, telephone numbers or anything about somebody's health or family be published.
        """, true
      ),
      (
        "false-claim", "It says something that can be shown to be false",
        """
        Correct it or give a source that others can check. Opinions are not claims.
        """, false
      ),
      (
        "advertising", "It advertises something or collects money",
        """
        Leave out what sells a product, praises a business or asks for donations.
        """, false
      ),
      (
        "language", "It is written to insult",
        """
        Criticise what people do as sharply as you like, without insults and swear words.
        """, false
      ),
      (
        "hate", "It incites hatred or violence",
        """
        No petition may call for violence, or run down people for their origin, their faith, their \
        sex, a disability, or whom they love.
        """, true
      ),
      (
        "unlawful", "Publishing it would break the law",
        """
        This is so for libel, for what a court has forbidden, and for texts or photos of others \
        that may not be copied.
        """, true
      ),
    ]
}
