/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo.h"

G_BEGIN_DECLS

/* One request on its way through the portal. Belongs to its message and dies with it. */
typedef struct
{
  HsDemo *demo;                   /* borrowed */
  SoupServerMessage *message;     /* borrowed */
  char *method;                   /* (owned) HEAD is handled as GET where a route has no HEAD */
  char **parts;                   /* (owned) decoded segments of the path */
  GHashTable *query;              /* (owned) (nullable) */
  const HsDemoResident *resident; /* (nullable) who is signed in */
  char *trace_id;                 /* (owned) also in X-Request-Id */
  gboolean answered;
  HsDemoFaultHit fault;      /* what is to go wrong with this one */
  guint64 body_size;         /* bytes of the body that came so far */
  struct HsDemoPatch *patch; /* (nullable) borrowed, see hs-demo-upload-patch.c */
} HsDemoRequest;

HsDemoRequest *hs_demo_request_new (HsDemo *demo, SoupServerMessage *message);
void hs_demo_request_free (HsDemoRequest *self);
HsDemoRequest *hs_demo_request_get (SoupServerMessage *message); /* (transfer none) (nullable) */

/* Header of the request, (nullable); query and form values, "" when missing. */
const char *hs_demo_request_header (HsDemoRequest *self, const char *name);
const char *hs_demo_request_query (HsDemoRequest *self, const char *name);
gint64 hs_demo_request_query_int (HsDemoRequest *self, const char *name, gint64 fallback);
/* NULL after a problem was answered. (transfer full) */
JsonNode *hs_demo_request_json (HsDemoRequest *self) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *hs_demo_request_form (HsDemoRequest *self) G_GNUC_WARN_UNUSED_RESULT;
const char *hs_demo_form_value (GHashTable *form, const char *name);

/* An object from pairs of "<type>:<member>", value and a closing NULL. Types: s text, null when
 * NULL; S text, left out when NULL; i gint64; t gint64 microseconds as RFC 3339, left out when 0;
 * b gboolean; o JsonObject* (taken), null when NULL; O the same, left out; a JsonArray* (taken). */
JsonObject *hs_demo_object (const char *first, ...) G_GNUC_NULL_TERMINATED;
JsonNode *hs_demo_object_node (JsonObject *take);
char *hs_demo_object_write (JsonObject *take);
/* A stored JSON text back as object; NULL when it is damaged. */
JsonObject *hs_demo_object_read (const char *text);

void hs_demo_set_header (HsDemoRequest *self, const char *name, const char *value);
/* Each answers the request; the last one counts. */
void hs_demo_reply_object (HsDemoRequest *self, guint status, JsonObject *take);
void hs_demo_reply_text (HsDemoRequest *self, guint status, const char *type, const char *text);
void hs_demo_reply_bytes (HsDemoRequest *self, guint status, const char *type, GBytes *bytes);
void hs_demo_reply_empty (HsDemoRequest *self, guint status);
void hs_demo_reply_redirect (HsDemoRequest *self, const char *location);
/* 304 and TRUE when If-None-Match has it; sets the header anyhow. etag with its quotes. */
gboolean hs_demo_reply_not_modified (HsDemoRequest *self, const char *etag);

/* RFC 9457. `code` is one of the table in hs-demo-problem.c, which gives status and title. */
void hs_demo_problem (HsDemoRequest *self, const char *code, const char *pointer,
                      const char *format, ...) G_GNUC_PRINTF (4, 5);
/* The same with more members; extra is taken. */
void hs_demo_problem_with (HsDemoRequest *self, const char *code, const char *pointer,
                           const char *detail, JsonObject *extra);

/* A URL of this portal under the name and port it was called by: a client behind a proxy on loopback
 * gets addresses of the same origin. */
char *hs_demo_request_url (HsDemoRequest *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* TRUE when Host is a loopback name: a foreign name means a page tries DNS rebinding. */
gboolean hs_demo_request_host_is_loopback (HsDemoRequest *self);
/* TRUE when there is no Origin or it is this portal's. */
gboolean hs_demo_request_origin_is_own (HsDemoRequest *self);
/* Lower-case UUID version 4; n lower-case hex digits. */
gboolean hs_demo_is_uuid4 (const char *text);
gboolean hs_demo_is_hex (const char *text, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoRequest, hs_demo_request_free)

G_END_DECLS
