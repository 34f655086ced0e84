/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "base/hs-world.h"
#include "portal/hs-portal-error.h"
#include "portal/hs-session.h"

G_BEGIN_DECLS

/* The calls of data/portal-api/openapi.yaml, one function each. All block: Thread: a worker's, the
 * same for the whole life of one HsPortal (it owns the SoupSession). Cancelling returns promptly.
 * Every answer was checked as HTTP rules demand (hs-http.h). Answers are JSON objects. */
#define HS_TYPE_PORTAL (hs_portal_get_type ())
G_DECLARE_FINAL_TYPE (HsPortal, hs_portal, HS, PORTAL, GObject)

/* url: "https://host[:port]" or a loopback "http://". session (nullable): who is signed in. */
HsPortal *hs_portal_new (HsWorld *world, const char *url, HsSession *session,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *hs_portal_get_url (HsPortal *self);

/* A key that signs, or signed, receipts. */
typedef struct
{
  char *id;
  guint8 key[32]; /* Ed25519 public key */
} HsReceiptKey;

/* /.well-known/portal, as it was said last. */
typedef struct
{
  char *name;
  char *issuer;
  char *api_url;
  char *tus_url;
  guint64 max_file_bytes;
  guint max_files;
  guint64 max_total_bytes;
  char **media_types;
  char *receipt_key_id;
  guint8 receipt_key[32];  /* Ed25519 public key */
  guint poll_min_seconds;  /* 0: the client's own policy */
  char *client_id;         /* of this program at the issuer */
  char *statement_version; /* (nullable) newest statement of truthfulness the portal takes */
  GArray *receipt_keys; /* (nullable) (element-type HsReceiptKey) all; the first is receipt_key */
} HsPortalInfo;
/* Asks only when it was not asked before. What is returned is the portal's, until hs_portal_refresh(). */
const HsPortalInfo *hs_portal_discover (HsPortal *self, GCancellable *cancellable, GError **error);
/* Asks again: keys, limits and addresses change while a program runs. After an error the portal is still
 * known as before. */
const HsPortalInfo *hs_portal_refresh (HsPortal *self, GCancellable *cancellable, GError **error);

JsonNode *hs_portal_get_me (HsPortal *self, GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The body as openapi.yaml "Announcement". Answers the dossier. Errors: HS_PORTAL_ERROR_CONFLICT ... */
JsonNode *hs_portal_announce (HsPortal *self, JsonNode *announcement, GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *hs_portal_get_dossier (HsPortal *self, const char *dossier_id, GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hs_portal_delete_dossier (HsPortal *self, const char *dossier_id,
                                   GCancellable *cancellable, GError **error);
JsonNode *
hs_portal_submit (HsPortal *self, const char *dossier_id, guint round, JsonNode *submission,
                  GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *
hs_portal_open_round (HsPortal *self, const char *dossier_id, JsonNode *announcement,
                      GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *hs_portal_withdraw (HsPortal *self, const char *dossier_id, const char *reason,
                              GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* etag: in and out, (nullable). NULL without error: nothing new (304). */
JsonNode *
hs_portal_get_events (HsPortal *self, guint64 after, guint limit, char **etag,
                      GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Starts to pay what status 6 asks for; request_id: id of that event, amount in đồng. get_payment is the
 * only proof that it was paid. Both answer a Payment, its nextUrl (if any) checked. */
JsonNode *hs_portal_create_payment (HsPortal *self, const char *dossier_id, const char *request_id,
                                    gint64 amount, GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *hs_portal_get_payment (HsPortal *self, const char *payment_id, GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Downloads to memory (at most max_bytes), Repr-Digest verified. */
GBytes *hs_portal_get_file (HsPortal *self, const char *dossier_id, const char *file_id,
                            guint64 max_bytes, char **media_type, GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
