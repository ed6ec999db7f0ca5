#pragma once
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

/* OpenSSL's own function would ask for a passphrase on the terminal. */
static inline int ccrypto_no_passphrase(char *into, int size, int writing, void *context) {
  (void)into, (void)size, (void)writing, (void)context;
  return -1;
}

/* The private key in PEM text (PKCS#1 or PKCS#8, not encrypted), or NULL. */
static inline EVP_PKEY *ccrypto_read_private_key(const void *bytes, int count) {
  BIO *memory = BIO_new_mem_buf(bytes, count);
  if (!memory) return NULL;
  EVP_PKEY *key = PEM_read_bio_PrivateKey(memory, NULL, ccrypto_no_passphrase, NULL);
  BIO_free(memory);
  ERR_clear_error();
  return key;
}

/* Macros over names that OpenSSL 3 renamed. */
static inline int ccrypto_is_rsa(const EVP_PKEY *key) { return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA; }
static inline int ccrypto_bits(const EVP_PKEY *key) { return EVP_PKEY_get_bits(key); }

/* OPENSSL_free is a macro. */
static inline void ccrypto_free(void *bytes) { CRYPTO_free(bytes, "", 0); }
