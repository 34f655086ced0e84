/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in. Tokens live in memory; only the refresh token (and who it is of) goes to the secret store, if
 * there is one. Only one refresh is under way at a time: a refresh token works once, and an issuer takes its second
 * use for theft. A lost session costs a sign-in, nothing else. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-kept-sign-in.h"
#include "portal/hs-portal-error-private.h"
#include "portal/hs-session-private.h"
#include "portal/hs-session.h"
#include "portal/hs-url.h"
#include "portal/hs-wake.h"

#include <sodium.h>
#include <string.h>

#define MARGIN_US (60 * G_USEC_PER_SEC) /* a token that ends sooner is renewed first */

struct _HsSession
{
  GObject parent_instance;
  HsWorld *world;        /* (owned) */
  char *portal_url;      /* (owned) origin when it is a usable address, else as given */
  char *secret_name;     /* (owned) */
  GMainContext *context; /* (owned) of the creator; notifies are emitted there */
  HsSessionTuning tuning;

  GMutex lock;      /* guards all below */
  GCond changed;    /* a refresh ended, or its waiter was cancelled */
  HsIssuer *issuer; /* (owned) (nullable) once discovered */
  char *access;     /* (owned) (nullable) */
  gint64 renew_us;  /* world's monotonic time from which access is renewed */
  gint64 end_us;    /* and from which it is worth nothing */
  char *refresh;    /* (owned) (nullable) */
  char *name;       /* (owned) (nullable) */
  char *subject;    /* (owned) (nullable) */
  gboolean signed_in;
  gboolean signing_in;   /* a sign-in is under way */
  gboolean refreshing;   /* a refresh is under way */
  guint64 epoch;         /* rises with each sign-in and sign-out */
  guint64 n_refreshed;   /* refreshes that ended */
  GError *refresh_error; /* (owned) (nullable) of the last refresh */

  GMutex secret_lock; /* one writer of the secret store; taken before lock, never after */
};

G_DEFINE_FINAL_TYPE (HsSession, hs_session, G_TYPE_OBJECT)

typedef enum
{
  PROP_SIGNED_IN = 1,
  PROP_NAME
} HsSessionProperty;
static GParamSpec *props[PROP_NAME + 1];

const HsSessionTuning hs_session_default_tuning = {
  .limits = { .stall_ms = 30 * 1000,
              .window_ms = 60 * 1000,
              .window_bytes = 60 * 1024,
              .json_max = 4 * 1024 * 1024 },
  .tick_ms = 1000,
  .wait = hs_wake_wait_in_real_time,
};

static void
wipe (char **secret)
{
  if (*secret != NULL)
    sodium_memzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

static void
hs_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsSession *self = HS_SESSION (object);

  switch ((HsSessionProperty) id)
    {
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, hs_session_is_signed_in (self));
      break;
    case PROP_NAME:
      g_value_take_string (value, hs_session_dup_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_session_finalize (GObject *object)
{
  HsSession *self = HS_SESSION (object);

  g_clear_pointer (&self->world, hs_world_unref);
  g_free (self->portal_url);
  g_free (self->secret_name);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_clear_pointer (&self->issuer, hs_issuer_unref);
  wipe (&self->access);
  wipe (&self->refresh);
  g_free (self->name);
  g_free (self->subject);
  g_clear_error (&self->refresh_error);
  g_mutex_clear (&self->secret_lock);
  G_OBJECT_CLASS (hs_session_parent_class)->finalize (object);
}

static void
hs_session_class_init (HsSessionClass *klass)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  G_OBJECT_CLASS (klass)->get_property = hs_session_get_property;
  G_OBJECT_CLASS (klass)->finalize = hs_session_finalize;
  props[PROP_SIGNED_IN] = g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);
}

static void
hs_session_init (HsSession *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_mutex_init (&self->secret_lock);
  self->tuning = hs_session_default_tuning;
}

/* --- Main contexts: an idle source, because invoking could run the function in this thread --- */

void
hs_session_run_in_context (GMainContext *context, GSourceFunc func, gpointer data,
                           GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}

static gboolean
notify_cb (gpointer data)
{
  g_object_notify_by_pspec (data, props[PROP_SIGNED_IN]);
  g_object_notify_by_pspec (data, props[PROP_NAME]);
  return G_SOURCE_REMOVE;
}

static void
notify_changed (HsSession *self)
{
  hs_session_run_in_context (self->context, notify_cb, g_object_ref (self), g_object_unref);
}

/* --- The secret store --- */

/* Writes, or clears, what memory has now. */
static gboolean
save_secret (HsSession *self, GError **error)
{
  HsKeptSignIn kept = { NULL };
  gboolean ok;

  g_mutex_lock (&self->secret_lock);
  g_mutex_lock (&self->lock);
  if (self->refresh != NULL)
    kept =
      (HsKeptSignIn){ g_strdup (self->refresh), g_strdup (self->name), g_strdup (self->subject) };
  g_mutex_unlock (&self->lock);
  ok = hs_kept_sign_in_save (&kept, self->world, self->secret_name, error);
  g_mutex_unlock (&self->secret_lock);
  hs_kept_sign_in_clear (&kept);
  return ok;
}

/* A store that fails costs a sign-in after the next start; that is no reason to fail now. */
static void
try_save_secret (HsSession *self)
{
  g_autoptr (GError) error = NULL;

  if (!save_secret (self, &error))
    g_info ("The sign-in cannot be kept: %s", error->message);
}

static void
restore (HsSession *self)
{
  HsKeptSignIn kept = { NULL };

  if (!hs_kept_sign_in_load (&kept, self->world, self->secret_name))
    return;
  self->refresh = g_steal_pointer (&kept.refresh);
  self->name = g_steal_pointer (&kept.name);
  self->subject = g_steal_pointer (&kept.subject);
  self->signed_in = TRUE;
}

HsSession *
hs_session_new (HsWorld *world, const char *portal_url)
{
  HsSession *self = g_object_new (HS_TYPE_SESSION, NULL);

  g_return_val_if_fail (world != NULL && portal_url != NULL, self);
  self->world = hs_world_ref (world);
  self->portal_url = hs_url_dup_origin (portal_url, NULL);
  if (self->portal_url == NULL)
    self->portal_url = g_strdup (portal_url);
  self->secret_name = g_strconcat ("session:", self->portal_url, NULL);
  self->context = g_main_context_ref_thread_default ();
  restore (self);
  return self;
}

void
hs_session_tune (HsSession *self, const HsSessionTuning *tuning)
{
  self->tuning = *tuning;
}

gboolean
hs_session_is_signed_in (HsSession *self)
{
  gboolean result;

  g_return_val_if_fail (HS_IS_SESSION (self), FALSE);
  g_mutex_lock (&self->lock);
  result = self->signed_in;
  g_mutex_unlock (&self->lock);
  return result;
}

char *
hs_session_dup_name (HsSession *self)
{
  char *result;

  g_return_val_if_fail (HS_IS_SESSION (self), NULL);
  g_mutex_lock (&self->lock);
  result = g_strdup (self->name);
  g_mutex_unlock (&self->lock);
  return result;
}

char *
hs_session_dup_subject (HsSession *self)
{
  char *result;

  g_return_val_if_fail (HS_IS_SESSION (self), NULL);
  g_mutex_lock (&self->lock);
  result = g_strdup (self->subject);
  g_mutex_unlock (&self->lock);
  return result;
}

const char *
hs_session_get_portal_url (HsSession *self)
{
  g_return_val_if_fail (HS_IS_SESSION (self), NULL);
  return self->portal_url;
}

/* --- Tokens --- */

/* With the lock held. The strings of tokens move over. */
static void
adopt (HsSession *self, HsTokens *tokens)
{
  gint64 now = hs_world_monotonic_us (self->world);

  wipe (&self->access);
  self->access = g_steal_pointer (&tokens->access);
  self->end_us = now + tokens->expires_us;
  self->renew_us = self->end_us - MIN (MARGIN_US, tokens->expires_us / 5);
  if (tokens->refresh != NULL)
    {
      wipe (&self->refresh);
      self->refresh = g_steal_pointer (&tokens->refresh);
    }
  if (tokens->name != NULL)
    {
      g_free (self->name);
      self->name = g_steal_pointer (&tokens->name);
    }
  if (tokens->subject != NULL)
    {
      g_free (self->subject);
      self->subject = g_steal_pointer (&tokens->subject);
    }
  self->signed_in = TRUE;
}

/* With the lock held. */
static void
forget (HsSession *self)
{
  wipe (&self->access);
  wipe (&self->refresh);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->subject, g_free);
  self->signed_in = FALSE;
  self->epoch++;
}

HsIssuer *
hs_session_find_issuer (HsSession *self, GCancellable *cancellable, GError **error)
{
  HsIssuer *issuer;

  g_mutex_lock (&self->lock);
  issuer = self->issuer != NULL ? hs_issuer_ref (self->issuer) : NULL;
  g_mutex_unlock (&self->lock);
  if (issuer != NULL)
    return issuer;
  issuer =
    hs_issuer_discover (self->world, &self->tuning.limits, self->portal_url, cancellable, error);
  if (issuer == NULL)
    return NULL;
  g_mutex_lock (&self->lock);
  if (self->issuer == NULL)
    self->issuer = hs_issuer_ref (issuer);
  g_mutex_unlock (&self->lock);
  return issuer;
}

static HsTokens *
request_refresh (HsSession *self, HsIssuer *issuer, const char *refresh, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (HsHttp) http = hs_issuer_open (issuer, self->world, &self->tuning.limits);
  char *form = soup_form_encode ("grant_type", "refresh_token", "client_id", issuer->client_id,
                                 "refresh_token", refresh, NULL);

  return hs_oidc_request_tokens (http, issuer, form, NULL, cancellable, error);
}

/* Without the lock. The one flight; adopts what it brings unless somebody signed in or out meanwhile. */
static gboolean
refresh_tokens (HsSession *self, const char *refresh, guint64 epoch, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (HsIssuer) issuer = hs_session_find_issuer (self, cancellable, error);
  g_autoptr (HsTokens) tokens = NULL;
  g_autoptr (GError) local = NULL;
  gboolean is_current, is_lost;

  if (issuer == NULL)
    return FALSE;
  tokens = request_refresh (self, issuer, refresh, cancellable, &local);
  is_lost = tokens == NULL && g_strcmp0 (hs_portal_error_get_code (local), "invalid_grant") == 0;
  g_mutex_lock (&self->lock);
  is_current = self->epoch == epoch;
  if (is_current && tokens != NULL)
    adopt (self, tokens);
  else if (is_current && is_lost)
    forget (self);
  g_mutex_unlock (&self->lock);
  if (is_current && (tokens != NULL || is_lost))
    {
      try_save_secret (self);
      notify_changed (self);
    }
  if (tokens == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (is_current)
    return TRUE;
  hs_oidc_revoke (issuer, self->world, &self->tuning.limits, tokens->refresh, "refresh_token",
                  NULL);
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN, "Nobody is signed in any more");
  return FALSE;
}

static void
wake_cb (GCancellable *cancellable, gpointer data)
{
  HsSession *self = data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* With the lock held: waits for the flight under way and takes over how it ended. */
static gboolean
join_flight (HsSession *self, GCancellable *cancellable, GError **error)
{
  guint64 flight = self->n_refreshed;

  while (self->n_refreshed == flight && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->changed, &self->lock);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->refresh_error == NULL)
    return TRUE;
  /* The flight's own caller gave up; this one did not. */
  if (g_error_matches (self->refresh_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_error_copy (self->refresh_error));
  return FALSE;
}

/* With the lock held, which is given up meanwhile. */
static gboolean
fly (HsSession *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *refresh = g_strdup (self->refresh);
  guint64 epoch = self->epoch;
  GError *local = NULL;
  gboolean ok;

  self->refreshing = TRUE;
  g_mutex_unlock (&self->lock);
  ok = refresh_tokens (self, refresh, epoch, cancellable, &local);
  wipe (&refresh);
  g_mutex_lock (&self->lock);
  self->refreshing = FALSE;
  self->n_refreshed++;
  g_clear_error (&self->refresh_error);
  self->refresh_error = local != NULL ? g_error_copy (local) : NULL;
  g_cond_broadcast (&self->changed);
  if (!ok)
    g_propagate_error (error, local);
  return ok;
}

static gboolean
is_usable (HsSession *self, const char *rejected, gint64 until_us)
{
  return self->access != NULL && g_strcmp0 (self->access, rejected) != 0 &&
         hs_world_monotonic_us (self->world) < until_us;
}

/* With the lock held. A short session without a refresh token is over when its access token is. */
static char *
end_without_refresh (HsSession *self, GError **error)
{
  gboolean was_in = self->signed_in;

  if (was_in)
    forget (self);
  if (was_in)
    notify_changed (self);
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN,
               was_in ? "The sign-in is over" : "Nobody is signed in");
  return NULL;
}

static char *
get_token_locked (HsSession *self, const char *rejected, GCancellable *cancellable, GError **error)
{
  while (TRUE)
    {
      g_autoptr (GError) local = NULL;
      gboolean ok;

      if (is_usable (self, rejected, self->renew_us))
        return g_strdup (self->access);
      if (self->refresh == NULL)
        return is_usable (self, rejected, self->end_us) ? g_strdup (self->access)
                                                        : end_without_refresh (self, error);
      ok = self->refreshing ? join_flight (self, cancellable, &local)
                            : fly (self, cancellable, &local);
      if (ok)
        {
          /* The issuer's new token is the one that was refused: asking again would not end. */
          if (self->access == NULL || g_strcmp0 (self->access, rejected) != 0)
            continue;
          g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN,
                       "The issuer renews a token the portal refuses");
          return NULL;
        }
      /* Not renewed, but not over yet either. */
      if (hs_portal_error_is_transient (local) && is_usable (self, rejected, self->end_us))
        return g_strdup (self->access);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
}

char *
hs_session_get_token (HsSession *self, const char *rejected, GCancellable *cancellable,
                      GError **error)
{
  gulong handler = 0;
  char *token;

  g_return_val_if_fail (HS_IS_SESSION (self), NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), self, NULL);
  g_mutex_lock (&self->lock);
  token = get_token_locked (self, rejected, cancellable, error);
  g_mutex_unlock (&self->lock);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  return token;
}

/**
 * hs_session_sign_out:
 *
 * Forgets first, so that nothing can use the tokens while the issuer is told. Only a secret that could not be
 * removed is an error; an issuer that cannot be reached is not. Blocks at most about ten seconds.
 */
gboolean
hs_session_sign_out (HsSession *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *access = NULL, *refresh = NULL;
  g_autoptr (HsIssuer) issuer = NULL;
  g_autoptr (GError) local = NULL;
  gboolean cleared, was_in;

  g_return_val_if_fail (HS_IS_SESSION (self), FALSE);
  g_mutex_lock (&self->lock);
  was_in = self->signed_in;
  access = g_steal_pointer (&self->access);
  refresh = g_steal_pointer (&self->refresh);
  forget (self);
  issuer = self->issuer != NULL ? hs_issuer_ref (self->issuer) : NULL;
  g_mutex_unlock (&self->lock);
  cleared = save_secret (self, error);
  if (was_in)
    notify_changed (self);
  if (issuer == NULL && (access != NULL || refresh != NULL))
    issuer = hs_session_find_issuer (self, cancellable, &local);
  if (local != NULL)
    g_info ("The issuer cannot be told of the sign-out: %s", local->message);
  if (issuer != NULL)
    {
      hs_oidc_revoke (issuer, self->world, &self->tuning.limits, refresh, "refresh_token",
                      cancellable);
      hs_oidc_revoke (issuer, self->world, &self->tuning.limits, access, "access_token",
                      cancellable);
    }
  wipe (&access);
  wipe (&refresh);
  return cleared;
}

gboolean
hs_session_begin_sign_in (HsSession *self)
{
  gboolean is_first;

  g_mutex_lock (&self->lock);
  is_first = !self->signing_in;
  self->signing_in = TRUE;
  g_mutex_unlock (&self->lock);
  return is_first;
}

void
hs_session_end_sign_in (HsSession *self, HsTokens *tokens)
{
  g_mutex_lock (&self->lock);
  self->signing_in = FALSE;
  if (tokens != NULL)
    {
      forget (self);
      adopt (self, tokens);
    }
  g_mutex_unlock (&self->lock);
  if (tokens == NULL)
    return;
  try_save_secret (self);
  notify_changed (self);
}

HsWorld *
hs_session_get_world (HsSession *self)
{
  return self->world;
}

const HsSessionTuning *
hs_session_get_tuning (HsSession *self)
{
  return &self->tuning;
}
