#pragma once
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

/* The texts (type TXT) of a name, asked of the resolver of this machine, or of one server where `port` is
   not 0: 127.0.0.1 and that port. Gives the length of the answer in `answer`, or -1 with the reason in
   `reason` (HOST_NOT_FOUND, NO_DATA, TRY_AGAIN, NO_RECOVERY). A state of its own makes it safe on any thread. */
static inline int cresolver_texts(const char *name, unsigned short port, unsigned char *answer, int size,
                                  int *reason) {
  struct __res_state state;
  memset(&state, 0, sizeof state);
  *reason = NO_RECOVERY;
  if (res_ninit(&state) != 0) return -1;
  state.retrans = 3;
  state.retry = 2;
  if (port != 0) {
    state.nscount = 1;
    state.nsaddr_list[0].sin_family = AF_INET;
    state.nsaddr_list[0].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    state.nsaddr_list[0].sin_port = htons(port);
  }
  int length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, size);
  *reason = state.res_h_errno;
  res_nclose(&state);
  return length;
}

/* The data of the answer's record of this number if it is a TXT, in `data`: its length; 0 for another type,
   -1 where there is no such record. */
static inline int cresolver_text(const unsigned char *answer, int length, int number, unsigned char *data,
                                 int size) {
  ns_msg message;
  ns_rr record;
  if (ns_initparse(answer, length, &message) != 0 || number >= ns_msg_count(message, ns_s_an)) return -1;
  if (ns_parserr(&message, ns_s_an, number, &record) != 0) return -1;
  if (ns_rr_type(record) != ns_t_txt || ns_rr_rdlen(record) > size) return 0;
  memcpy(data, ns_rr_rdata(record), ns_rr_rdlen(record));
  return ns_rr_rdlen(record);
}
