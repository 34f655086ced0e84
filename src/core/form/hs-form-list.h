/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes of a code list that packages name by its name and version. Immutable. Thread: any. */
typedef struct
{
  char *ref;     /* (owned) */
  char *version; /* (owned) */
  char *sha256;  /* (owned) of bytes, lower-case hexadecimal */
  GBytes *bytes; /* (owned) as they were published: {ref, version, source, items} */
} HsFormList;

HsFormList *
hs_form_list_new (const char *ref, const char *version, GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
void hs_form_list_free (HsFormList *self);
/* (transfer full) (element-type HsFormList), empty. */
GPtrArray *hs_form_lists_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* lists: (nullable). Returns: (transfer none) (nullable). */
HsFormList *hs_form_lists_find (GPtrArray *lists, const char *ref, const char *version);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFormList, hs_form_list_free)

G_END_DECLS
