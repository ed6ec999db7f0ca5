/// Keys made by the `openssl` tool for these tests, and what that tool made with them.
enum RSAKeys {
  /// Made by `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048`.
  static let pkcs8 = """
    -----BEGIN PRIVATE KEY-----
    MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDTi3hKCwlBcjrp
    PpGZqpUPjtXmMUIjX2Ob8moVatpqtGcddkRugdJxhbyrfmqqvuKlFjtd1LR6AiBT
    rU/8nh55LAhTN+mMEdpdQA4IutHto0mbmb5JyEwAfuAyQ8nh0OwNIkQOkFBrXUrg
    cKWdTv05etBNkvy7q/L99LnPqO/EIQd9G1c1uhfYmnzW/B7N5TD7TjTJEt7l7iT2
    Kbv/7H7HlulxmdQ9iji4/n48VKwqShGhkwsIlQc+RmI4FOfISnEF6YaFx6iyh2Jq
    42y6xznX+1R5kimUURnT/fc6e3N38ouNyoCKHGDkYG8RIVWE7OZNpYukSSTV8V0G
    v45wmarnAgMBAAECggEAXDPTW45g294icCv9wRjY/F14vGqm1Y0LeNqZQzl99nkn
    4m78V6AM7b7pI2QnsMEfPu4oNPbzLKSFm4MUNFpklNLM1BywFgVoBDHZjBOFUUrU
    19WUW0tKWQLzy+TA9sQdRoIzYJek/Y69hoKCpMRbWXS+mrkgn9nLwMWsQSb0Tip9
    9m/U4tJm3Cdrv3+ft3Jo0A21GYBc2inRT1Z7thRphatr/pnmO0AWbjKcsCRcewAR
    Nvfj7Tjqsvkuu6HQ8+sLmGXqwQo2OjByyVflNmVBL4uP9TWsXNTRXegYWLM68D9K
    zR5SmeoxIgvPJethp5R3zOQ5fD6RJA+SSn4l+vXu3QKBgQD4IFWD29pi/HDImzsO
    KbHeDOHhiNQrkRue2plU1dateMGcx4Y7DYNGGleZoVm3poL+RsZuV81O80xKCHUi
    3Cm3fnAlkFCDE2Lb1FU5XF90nBm8uIE7myV2bEG3Jbn/U/hC/sMOKriLu4bgod7W
    HBjybuJ4DAdhXkAW4QamdSXuHQKBgQDaQfbZqwPJXEibQtOTDu4MatOvQBIMPGGI
    k0qmYzIQwmfI44r/mfvrDHJ3HeGgfuEfSr9AGxYc28DArTJ4ZGwwyhJqWyevmYRw
    auUFbjgqyT1Gmo3zhVd6vw3csUHG/dZKeRIWXopY398SJAIz0FudNjE5Bopai9Zo
    /LrXnce90wKBgAY+QgiUUpVlBq11gnHjyK7uogxbtgL2nrxLgcopq0IoJK7+Mjlw
    KJpt9UBPWAOP9AHT5BBIs0jGRGgkeFYNNhuA2e+IBw6VQUqIuDA+S8SSXO9rsQy/
    5ZxqMukZ0OlEwp1k7aGAn64cZNNoH0RB5rrK4XXlz5W6mmA4/0LW9cJdAoGBAIoO
    tcWj/mYtoKPNVqWsCPoDzNkLDx98Rjms6chr8KxXPGz/OdpKneZlXjZoyWLLPz2a
    +3TibU9d1gRKyiULaMBH4fQyqtzRn8u4YhvYR2ERIFh7xRToIJi9J1iVK0VjJVzA
    Tqelr59eJO2Fp3r87iZ4tBQdRgDWeY65ZrqizEkPAoGBAMxA7A5D2msapi6PXkuH
    DyLoktU66/EHQtBPxgNrQAq0NNLZWHaNH1fV9nEiLJ1FZ8gCYwnNrRjm1iwtJpJq
    k3+7zSz/OlajxwWCr4D050kiFBUarb8UXfubQv7EStGYMHS+34hu3GaVFcDkvKiA
    yV/5aRoWK7h3E2sZG1CPxdJs
    -----END PRIVATE KEY-----
    """

  /// The same key after `openssl rsa -traditional`.
  static let pkcs1 = """
    -----BEGIN RSA PRIVATE KEY-----
    MIIEpAIBAAKCAQEA04t4SgsJQXI66T6RmaqVD47V5jFCI19jm/JqFWraarRnHXZE
    boHScYW8q35qqr7ipRY7XdS0egIgU61P/J4eeSwIUzfpjBHaXUAOCLrR7aNJm5m+
    SchMAH7gMkPJ4dDsDSJEDpBQa11K4HClnU79OXrQTZL8u6vy/fS5z6jvxCEHfRtX
    NboX2Jp81vwezeUw+040yRLe5e4k9im7/+x+x5bpcZnUPYo4uP5+PFSsKkoRoZML
    CJUHPkZiOBTnyEpxBemGhceosodiauNsusc51/tUeZIplFEZ0/33Ontzd/KLjcqA
    ihxg5GBvESFVhOzmTaWLpEkk1fFdBr+OcJmq5wIDAQABAoIBAFwz01uOYNveInAr
    /cEY2PxdeLxqptWNC3jamUM5ffZ5J+Ju/FegDO2+6SNkJ7DBHz7uKDT28yykhZuD
    FDRaZJTSzNQcsBYFaAQx2YwThVFK1NfVlFtLSlkC88vkwPbEHUaCM2CXpP2OvYaC
    gqTEW1l0vpq5IJ/Zy8DFrEEm9E4qffZv1OLSZtwna79/n7dyaNANtRmAXNop0U9W
    e7YUaYWra/6Z5jtAFm4ynLAkXHsAETb34+046rL5Lruh0PPrC5hl6sEKNjowcslX
    5TZlQS+Lj/U1rFzU0V3oGFizOvA/Ss0eUpnqMSILzyXrYaeUd8zkOXw+kSQPkkp+
    Jfr17t0CgYEA+CBVg9vaYvxwyJs7Dimx3gzh4YjUK5EbntqZVNXWrXjBnMeGOw2D
    RhpXmaFZt6aC/kbGblfNTvNMSgh1Itwpt35wJZBQgxNi29RVOVxfdJwZvLiBO5sl
    dmxBtyW5/1P4Qv7DDiq4i7uG4KHe1hwY8m7ieAwHYV5AFuEGpnUl7h0CgYEA2kH2
    2asDyVxIm0LTkw7uDGrTr0ASDDxhiJNKpmMyEMJnyOOK/5n76wxydx3hoH7hH0q/
    QBsWHNvAwK0yeGRsMMoSalsnr5mEcGrlBW44Ksk9RpqN84VXer8N3LFBxv3WSnkS
    Fl6KWN/fEiQCM9BbnTYxOQaKWovWaPy6153HvdMCgYAGPkIIlFKVZQatdYJx48iu
    7qIMW7YC9p68S4HKKatCKCSu/jI5cCiabfVAT1gDj/QB0+QQSLNIxkRoJHhWDTYb
    gNnviAcOlUFKiLgwPkvEklzva7EMv+WcajLpGdDpRMKdZO2hgJ+uHGTTaB9EQea6
    yuF15c+VuppgOP9C1vXCXQKBgQCKDrXFo/5mLaCjzValrAj6A8zZCw8ffEY5rOnI
    a/CsVzxs/znaSp3mZV42aMliyz89mvt04m1PXdYESsolC2jAR+H0Mqrc0Z/LuGIb
    2EdhESBYe8UU6CCYvSdYlStFYyVcwE6npa+fXiTthad6/O4meLQUHUYA1nmOuWa6
    osxJDwKBgQDMQOwOQ9prGqYuj15Lhw8i6JLVOuvxB0LQT8YDa0AKtDTS2Vh2jR9X
    1fZxIiydRWfIAmMJza0Y5tYsLSaSapN/u80s/zpWo8cFgq+A9OdJIhQVGq2/FF37
    m0L+xErRmDB0vt+IbtxmlRXA5LyogMlf+WkaFiu4dxNrGRtQj8XSbA==
    -----END RSA PRIVATE KEY-----
    """

  /// Made by `openssl genrsa 1024`.
  static let short = """
    -----BEGIN PRIVATE KEY-----
    MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBAO9ifcYvzqhFEF/a
    JJQj87WbdibM8b+fOhlTkNQn+HGhW9TYnEzsuBBFq7++2Aiahhhs4zV3DLp4uEGT
    dyTKtUDBNNWpCijOutO7160pphr4qb0J2qnKfCC6mfwxKUNkx4cRkAMRuOt5CcdT
    LlaAKs0xF/s9liONHN33swkYURktAgMBAAECgYA6rDpFnCwbxCm6RJ5YjONL7Nmt
    sufB3sX/tSK3TUCwoSr/5UOR+yc2Hc11xtHucelSDUY3MYG2JqaKtBkstF5uEkF2
    YHpKAuqRgv1lW4dxD6UzojSIZEpMFOtH4rrylNDKHT0pPZnNG8q8JDtCE9DqMtS6
    p51MbBuFbFe9RRDmZQJBAP/9MjDnfL9sRkj68wszKHr7CzILAXLSq2jtRYb4Rydo
    R94ObNK3M6Ets9LfNZfW+w3lg1Qiu7OOLABP3mGRWyMCQQDvZR0GC8dG/4+LIthq
    tkG6xAOoieQHvdoeYgC5mvaJuLQqCPtraD9Apkn9vqsdOShYmqBjFamFUGNVisLa
    mudvAkEA9ttU7mIdI3+nW7Nccx13WPkEd9KzJ+ZOU9YTqS99dlwSienBOYZfrHul
    IKINTYqL+X+toJIKDgH5HqfmnJIOnwJAZhxo/tUzUPNdFOnuCcZnzvQg41i9rRer
    293NlV2l3ySrpGpkY3H52OeVE+iqMDLbJL//vYPV5Qle9XPUnU4JfQJBAMQAuxaq
    3PCnHH0c7ECHHbeJuOixgr7lCMFJSHzF0aQ5L6MVRk7Va1mazYW0zkt5VJpnTfvS
    FmI4qEC6vOCfzMU=
    -----END PRIVATE KEY-----
    """

  /// Made by `openssl ecparam -name prime256v1 -genkey`.
  static let elliptic = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIOLAbGmIUKekFBZNJ1KrYVW20qNHNrhV5ngoVz/BlE4RoAoGCCqGSM49
    AwEHoUQDQgAEu5bt2s+20UR/SL81FTubG7pBsb6NDuqwYQP5w9LRitF3VUf+i2Be
    EwLPpaPmMCjr8G8nBuc7bix1bvEKCtOXCA==
    -----END EC PRIVATE KEY-----
    """

  /// The first key with a passphrase, by `openssl rsa -aes128`.
  static let encrypted = """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQID7C8pDbaQBACAggA
    MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBBpWPj6gsoCTBwvoX1DuMcaBIIE
    0FWfkj/pQ+uXGqiW5nIG2bgcofHdYAdyDObEES7hKnUl1BSK/vJUHEpjriyAGlYW
    0vQu+tVw5ctOJOYAJCl2VxEEDjvBNP6zAuGpVdzd+b3mv3OnjNTjYMjZ1RWWY65V
    ECuIYyR7h9ShaJ8Xl0jTd3cS7PzWW9ke8phZDrcj6ZsoinAOiWxiPFOJn8bTHKTB
    OF+NSL5plg4arJn4SD/LY0GLu66nk5oig12aTt8lMJTUVCuzwydZOQ1xI9XCoWA7
    e3CZk/lHVo7xoTBY8YmREJDfu5nOmQnkIf4uomQPEm+vcQ+n3JQs3pljmVT1qQnz
    sKVrhCDyRRYaWbEgLFt1QfbeXTS9uZALEl3bsa+UcExtlmxozk8sNAGYJjGa/0X+
    hqOXibsOKbrz1CMC+/tOFH4MKr5eLj3ag1XOzIjQeo6JnDdxhr+PiLMJLA8d88gk
    4Cam4rJZcz5Bc60KTNYYT0V3Jy3TxaBBjUsHe4iARqbtW+XB3txukWnXxhcTovoE
    rtyex0wuiQWkqL4PnUxFxhlbp4l5/3moZ0U/f3rwDoR/0IHpSKMu1AcjxcemVq68
    BoDRa4fT9Jij30j/8EA+/rVjTgMob2rnljDpZMcbFwdQDTy4aNlRm6gQiwpYx4QL
    m3yNI0isyNGL5o3ho+M+Rv1ocVomiGBxym5Lq+/e58VwuoibhYP0IwmtPNBwp/kV
    eAfFfn4+OGqtXhFHWDCIMGdukX7D+jAD+qs9a06BAQOgWL0c8mEZUEpz64C6detj
    6zL/2W47o356c9T9mE3tNqPFAPbKDQLMF7leQNkxfDyCunhIofb5Es2+f/MVEcZW
    M2jXsWOxEpfDtKeWCqiduaQ50a2hJ7TMB/iRN7yMff3/zCrKPenMRkVneZEbQH+l
    Nn9IYZ22ddhD6ZmPxpQkF5KBhhjn0IO2V+W99Aq44K1MCxqi5BfZydzLE6CPyhz/
    q0TE7lnfQUBW9F+ZvQevhTFfB+X1JKA6zWkpnQvHhIajPd5QYTkF7qRHAGJ3/YDz
    zj+orfccK9DixwOnbTK+Td8aSpSDBZ00LokYSmxYb8VM9DA95Doyw3pEXHhkanKH
    nAVBLqFDmDFW4nxwdUaemIbr2u5eu4T5QpHRi/bNGjiJvNQN4nGO2Vm/eyeKT4jC
    2flCJC5hg9HXzAGAyzioePJ7TYkv2Tk52ojuKBKL2qyIdUDLzs5FxS2+ryetjo1B
    H4pfoImaWbQirxkbhZmBXKVeLQYiaSCWcscQMrZqZdXat12b5XED3M5Um3jFTRtd
    4ut8vqIZreKlOegBpwZ5HpEK58mmge0ua9ZJbRznCAO0QYXzKYYox3Kwt+P8xMZ4
    tynAmI/EVGW3W6RuQhn96QXz6RZJmvuNz9+11g8ArN0x9fYqT+GgjdJXO2pWQNYP
    At+OPhSWYj4RruEiqlIL5Y5rVwgMSSY09ujIPib4I2Jzgqg7BxgNEuLH2r+LOAUB
    9gBnNcKjHNli44gRJYC7gesC5jMGGU2HCLdVYQauBEbabP8mHwht/TkCVbUO2+3l
    8rEutSK6otFMXEOlGTLDtdiKMM3eZaNhwt/HBJ7p/UsXtX0BtbITsAsuqlcNNtwH
    twRi4MC4Dmb2omLQbxbXVC8CvV20mg/biiDc1IpQT9qT
    -----END ENCRYPTED PRIVATE KEY-----
    """

  /// What `openssl dgst -sha256 -sign` makes of the line "Signed by the openssl tool".
  static let signature = """
    bab72f9efdea7ff43d6b8877233983bb49f4bb957ff83a160ab1e0b3c1ae1d21
    b4eb0548e977cc98a50d329ce749730388d29f69d9339ab0b2868786dc0470b5
    509d193a7fc6b8aaf247891e80cefe30a58f0224932f2df90548ac7d528501c2
    5dba70ff9349e3e12441c9deb6ef4737eedc597675034c6e9480805147e272c0
    b8980d6b4cb63c72e38532927818bb813ccadeb5e30f94c5f33a70d41e05e15a
    16b8534e66e01f2548b17ba65c077df7517038d78b70800950934e762c91bd8b
    fd764b81710f8298c6f8c3db8d3bb8cc44b07a78442988fc730e59a25837e90e
    ffe119d2922b16f2a254954ec7e6d5cdda4017a0da707e5f1dd60d07075f23a3
    """.filter { $0 != "\n" }

  /// What `openssl rsa -pubout -outform DER` makes of the first key.
  static let publicKey = """
    30820122300d06092a864886f70d01010105000382010f003082010a02820101
    00d38b784a0b0941723ae93e9199aa950f8ed5e63142235f639bf26a156ada6a
    b4671d76446e81d27185bcab7e6aaabee2a5163b5dd4b47a022053ad4ffc9e1e
    792c085337e98c11da5d400e08bad1eda3499b99be49c84c007ee03243c9e1d0
    ec0d22440e90506b5d4ae070a59d4efd397ad04d92fcbbabf2fdf4b9cfa8efc4
    21077d1b5735ba17d89a7cd6fc1ecde530fb4e34c912dee5ee24f629bbffec7e
    c796e97199d43d8a38b8fe7e3c54ac2a4a11a1930b0895073e46623814e7c84a
    7105e98685c7a8b287626ae36cbac739d7fb54799229945119d3fdf73a7b7377
    f28b8dca808a1c60e4606f11215584ece64da58ba44924d5f15d06bf8e7099aa
    e70203010001
    """.filter { $0 != "\n" }
}
