/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server that says exactly the bytes it is told, and breaks off where it is told: libsoup's own server cannot
 * speak wrongly. One thread a connection; everything that was asked is in its log. */
typedef struct _FaultServer FaultServer;

typedef struct
{
  const char *method;
  const char *target;
  const char *head; /* all of it, as it came */
  gboolean reused;  /* not the first request of its connection */
  guint64 length;   /* Content-Length, 0 when there is none */
  gpointer connection;
} FaultRequest;

typedef enum
{
  FAULT_KEEP,  /* the connection stays open for the next request */
  FAULT_CLOSE, /* FIN */
  FAULT_RESET, /* RST */
  FAULT_STALL, /* silence until the client goes */
} FaultEnd;

typedef struct
{
  GByteArray *bytes; /* what is said */
  FaultEnd end;      /* and what then */
} FaultAnswer;

/* Called in the connection's thread. */
typedef void (*FaultHandler) (const FaultRequest *request, FaultAnswer *answer, gpointer data);

FaultServer *fault_server_new (FaultHandler handler, gpointer data, GTlsCertificate *certificate);
void fault_server_free (FaultServer *self);
const char *fault_server_get_url (FaultServer *self);
/* Requests so far whose "METHOD target" begins so. */
guint fault_server_count (FaultServer *self, const char *prefix);

/* Reads the body, at most so many bytes of it. */
GBytes *fault_request_read (const FaultRequest *request, gsize most);
/* (nullable): the value of a header. */
char *fault_request_dup_header (const FaultRequest *request, const char *name);

void fault_answer_raw (FaultAnswer *answer, const char *text);
void fault_answer_printf (FaultAnswer *answer, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A well-formed answer; headers (nullable) are whole lines with CRLF. */
void fault_answer_body (FaultAnswer *answer, guint status, const char *headers, const char *type,
                        const char *body);
void fault_answer_json (FaultAnswer *answer, guint status, const char *json);
void fault_answer_problem (FaultAnswer *answer, guint status, const char *code);

G_END_DECLS
