/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/formio/hs-formio-private.h"
#include "form/hs-form-package.h"

G_BEGIN_DECLS

/* The source map of an imported package, read. Borrows from the package. */
typedef struct
{
  JsonObject *root;     /* borrowed: the package */
  GHashTable *children; /* (owned) pointer of a parent -> (element-type JsonObject) its entries */
  GHashTable *entries;  /* (owned) pointer -> entry, all borrowed */
} HsFormioMap;

gboolean hs_formio_map_init (HsFormioMap *self, HsFormPackage *package, GError **error);
void hs_formio_map_clear (HsFormioMap *self);
GPtrArray *hs_formio_map_children (HsFormioMap *self, const char *pointer); /* (nullable) */
HsFormioKind hs_formio_map_kind (JsonObject *entry);
JsonObject *hs_formio_map_schema (HsFormioMap *self, JsonObject *entry); /* (nullable) */
JsonArray *hs_formio_map_options (HsFormioMap *self, JsonObject *entry); /* (nullable) */

G_END_DECLS
