/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The honest note about where personal data lies and who could read it. */
#define G_LOG_DOMAIN "hoso"

#include "widgets/hs-protection.h"

#include <glib/gi18n.h>

char *
hs_protection_text (HsStore *store)
{
  const char *folder = hs_store_get_world (store)->data_dir;

  if (hs_store_get_protection (store) == HS_PROTECTION_SECRET_SERVICE)
    return g_strdup_printf (
      _ ("Your data stays on this computer, in the folder %s. It is encrypted; "
         "the key is in your keyring and opens when you sign in to the computer."),
      folder);
  return g_strdup_printf (
    _ ("Your data stays on this computer, in the folder %s. It is encrypted, but "
       "this computer has no keyring, so the key lies in a file beside it: whoever "
       "can read your files or this disk can read your data."),
    folder);
}
