/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of code lists that packages only name: whoever keeps a package keeps these with it. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-list.h"

#include "base/hs-text.h"

HsFormList *
hs_form_list_new (const char *ref, const char *version, GBytes *bytes)
{
  HsFormList *self = g_new0 (HsFormList, 1);

  self->ref = g_strdup (ref);
  self->version = g_strdup (version);
  self->bytes = g_bytes_ref (bytes);
  self->sha256 = hs_sha256_hex_bytes (bytes);
  return self;
}

void
hs_form_list_free (HsFormList *self)
{
  if (self == NULL)
    return;
  g_free (self->ref);
  g_free (self->version);
  g_free (self->sha256);
  g_bytes_unref (self->bytes);
  g_free (self);
}

GPtrArray *
hs_form_lists_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_list_free);
}

HsFormList *
hs_form_lists_find (GPtrArray *lists, const char *ref, const char *version)
{
  for (guint i = 0; lists != NULL && i < lists->len; i++)
    {
      HsFormList *list = lists->pdata[i];

      if (g_str_equal (list->ref, ref) && g_str_equal (list->version, version))
        return list;
    }
  return NULL;
}
