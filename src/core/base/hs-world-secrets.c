/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets in the desktop's Secret Service through libsecret. A service that does not answer is
 * not the same as a secret that is not there: lookup tells them apart by its error. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-world-private.h"

#include <libsecret/secret.h>

static const SecretSchema schema = {
  .name = "io.github.hosoapp.HoSo.Key",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = { { "name", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

static char *
lookup_secret (gpointer data, const char *name, GError **error)
{
  char *found = secret_password_lookup_sync (&schema, NULL, error, "name", name, NULL);
  char *copy = g_strdup (found);

  if (found != NULL)
    secret_password_free (found);
  return copy;
}

static gboolean
store_secret (gpointer data, const char *name, const char *secret, GError **error)
{
  g_autofree char *label = g_strdup_printf ("Hồ Sơ (%s)", name);

  return secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, secret, NULL, error,
                                     "name", name, NULL);
}

static gboolean
clear_secret (gpointer data, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;

  secret_password_clear_sync (&schema, NULL, &local, "name", name, NULL);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static const HsSecretStore secret_service = { lookup_secret, store_secret, clear_secret };

const HsSecretStore *
hs_world_find_secrets (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  /* Looking for what is never stored asks for no password and shows whether someone answers. */
  found = lookup_secret (NULL, "is-anyone-there", &error);
  if (error == NULL)
    return &secret_service;
  g_debug ("No Secret Service: %s", error->message);
  return NULL;
}
