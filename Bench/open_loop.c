// Sends requests at given times, whether or not earlier ones were answered, and measures from those times.
//
//   open_loop PORT RATE SECONDS CONNECTIONS STATUS REQUEST-FILE
//
// Requests are due at random moments (a Poisson process of RATE a second), as from people who know nothing of each other.
// A request that finds no free connection waits in a queue, and its wait counts: latency runs from the moment at which it
// was due to the last byte of its answer, so a server that stalls is charged for everybody who came meanwhile. What
// delays this client itself counts against the server as well. A run of ten @ in the request is replaced by a number
// that no other request has.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_LIMIT = 1 << 18, MARK = 10, PATIENCE = 10 };

struct connection {
  int socket, received;
  double due;  // of the request that is under way; 0 for none
  char *answer;
};

static struct sockaddr_in address;
static int poller, expected_status;
static struct connection *connections, **idle;
static int connection_count, idle_count;
static char request[65536];
static int request_size;
static uint64_t number;
static float *latencies;
static long answered, wrong, broken;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void fail(const char *step) {
  perror(step);
  exit(1);
}

static double uniform(void) {
  static uint64_t state = 0x9e3779b97f4a7c15ULL;
  state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
  return ((state * 0x2545f4914f6cdd1dULL >> 11) + 0.5) / 9007199254740992.0;
}

static void read_request(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail(path);
  request_size = fread(request, 1, sizeof request - 1, file);
  fclose(file);
}

static void number_request(void) {
  static char *marks[16];
  static int count = -1;
  if (count < 0) {
    count = 0;
    for (char *mark = strstr(request, "@@@@@@@@@@"); mark && count < 16; mark = strstr(mark + MARK, "@@@@@@@@@@"))
      marks[count++] = mark;
  }
  char digits[MARK + 1];
  snprintf(digits, sizeof digits, "%010llu", (unsigned long long)(number++ % 10000000000ULL));
  for (int index = 0; index < count; index++) memcpy(marks[index], digits, MARK);
}

static void open_connection(struct connection *connection) {
  connection->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (connection->socket < 0) fail("socket");
  if (connect(connection->socket, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
  int on = 1;
  setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, connection->socket, &event) != 0) fail("epoll_ctl");
  connection->due = 0;
  connection->received = 0;
}

static void reopen(struct connection *connection) {
  // Between two requests a server may close; in the middle of one it may not.
  if (connection->due > 0) broken++, idle[idle_count++] = connection;
  close(connection->socket);
  open_connection(connection);
}

static void send_request(struct connection *connection, double due) {
  number_request();
  connection->due = due;
  connection->received = 0;
  if (send(connection->socket, request, request_size, MSG_NOSIGNAL) != request_size) reopen(connection);
}

// The size of a whole answer; 0 while its head is not complete.
static long answer_size(struct connection *connection) {
  connection->answer[connection->received] = 0;
  char *end = strstr(connection->answer, "\r\n\r\n");
  if (end == NULL) return 0;
  char *length = strcasestr(connection->answer, "\r\nContent-Length:");
  return end + 4 - connection->answer + (length && length < end ? atol(length + 17) : 0);
}

static void receive(struct connection *connection) {
  int room = ANSWER_LIMIT - 1 - connection->received;
  ssize_t count = recv(connection->socket, connection->answer + connection->received, room, MSG_DONTWAIT);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) return reopen(connection);
  connection->received += count;
  long size = answer_size(connection);
  if (connection->due == 0 || size == 0 || connection->received < size) return;
  latencies[answered++] = now() - connection->due;
  if (atoi(connection->answer + 9) != expected_status) wrong++;
  connection->due = 0;
  idle[idle_count++] = connection;
}

static void wait_for_answers(double until) {
  double left = until - now();
  if (left < 0) left = 0;
  struct timespec timeout = {left, (left - (long)left) * 1e9};
  struct epoll_event events[256];
  int count = epoll_pwait2(poller, events, 256, &timeout, NULL);
  for (int index = 0; index < count; index++) receive(events[index].data.ptr);
}

static int in_order(const void *left, const void *right) {
  float a = *(const float *)left, b = *(const float *)right;
  return (a > b) - (a < b);
}

static double percentile(double share) {
  return answered == 0 ? 0 : latencies[(long)(share * (answered - 1))] * 1000.0;
}

int main(int count, char **words) {
  if (count != 7) {
    fprintf(stderr, "usage: open_loop PORT RATE SECONDS CONNECTIONS STATUS REQUEST-FILE\n");
    return 2;
  }
  address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  double rate = atof(words[2]), seconds = atof(words[3]);
  connection_count = atoi(words[4]);
  expected_status = atoi(words[5]);
  read_request(words[6]);
  number = (uint64_t)time(NULL) * 1000000;
  prctl(PR_SET_TIMERSLACK, 1);
  poller = epoll_create1(0);
  connections = calloc(connection_count, sizeof *connections);
  idle = calloc(connection_count, sizeof *idle);
  for (int index = 0; index < connection_count; index++) {
    connections[index].answer = malloc(ANSWER_LIMIT);
    open_connection(&connections[index]);
    idle[idle_count++] = &connections[index];
  }
  long most = rate * seconds * 2 + 1000, arrived = 0, sent = 0;
  double *due = calloc(most, sizeof *due);
  latencies = calloc(most, sizeof *latencies);
  double start = now(), next = start;
  while (now() - start < seconds + PATIENCE) {
    while (next <= now() && next - start < seconds && arrived < most) {
      due[arrived++] = next;
      next += -log(uniform()) / rate;
    }
    while (sent < arrived && idle_count > 0) send_request(idle[--idle_count], due[sent++]);
    int is_over = next - start >= seconds;
    if (is_over && answered + broken == arrived) break;
    wait_for_answers(is_over || (sent < arrived && next <= now()) ? now() + 0.01 : next);
  }
  qsort(latencies, answered, sizeof *latencies, in_order);
  printf(
    "{\"due\": %ld, \"answered\": %ld, \"wrong\": %ld, \"broken\": %ld, \"rate\": %.1f, \"p50\": %.3f, "
    "\"p99\": %.3f, \"p999\": %.3f, \"max\": %.3f}\n",
    arrived, answered, wrong, broken, arrived / seconds, percentile(0.5), percentile(0.99), percentile(0.999),
    percentile(1));
  return 0;
}
