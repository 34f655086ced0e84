/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "base/hs-world.h"
#include "form/hs-form-error.h"

G_BEGIN_DECLS

/* A Form.io form definition turned into a form package, and what became of each component. JavaScript is never
 * run: the few shapes that are data in disguise become JsonLogic, everything else is told in the report and
 * kept in the package, member "source". Immutable. Thread: any.
 * Source: github.com/formio/core 2.8 (behaviour); background/forms.md 1.4, 1.5. */
typedef struct _HsFormioImport HsFormioImport;

typedef enum
{
  HS_FORMIO_TAKEN,   /* as it was */
  HS_FORMIO_CHANGED, /* taken over, but not all of it, or otherwise than it was */
  HS_FORMIO_DROPPED, /* not in the package */
} HsFormioResult;

/* What was changed or lost. Codes are stable; the words are the program's. */
typedef struct
{
  const char *code;
  const char *what; /* member of the component, "customConditional"; "" the component itself */
  char *original;   /* (owned) (nullable) what was there: JSON, or a script, as text */
} HsFormioNote;

/* One component. */
typedef struct
{
  char *path;    /* (owned) where it was: keys with dots, layout left out */
  char *label;   /* (owned) */
  char *type;    /* (owned) "textfield" */
  char *pointer; /* (owned) (nullable) of the field it became; rows have a star */
  HsFormioResult result;
  GPtrArray *notes; /* (owned) (element-type HsFormioNote) */
} HsFormioItem;

/* definition: the file's text: an object with "components", {"form": {…}}, or an array of components.
 * id: of the package (nullable: made from the form's name). world (nullable): for the shipped code lists.
 * Errors: HS_BASE_ERROR_JSON_*; HS_FORM_ERROR_PACKAGE when it is not a form, or gives no package that loads. */
HsFormioImport *hs_formio_import (GBytes *definition, const char *id, HsWorld *world,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_formio_import_free (HsFormioImport *self);

GBytes *
hs_formio_import_get_package (HsFormioImport *self); /* (transfer none) loads without error */
const char *hs_formio_import_get_id (HsFormioImport *self);
const char *hs_formio_import_get_title (HsFormioImport *self);
GPtrArray *hs_formio_import_get_items (HsFormioImport *self); /* (element-type HsFormioItem) */
guint hs_formio_import_count (HsFormioImport *self, HsFormioResult result);
/* {"form", "totals", "items": [{"path", "label", "type", "pointer", "result", "notes"}]} */
JsonNode *hs_formio_import_dup_report (HsFormioImport *self) G_GNUC_WARN_UNUSED_RESULT;
const char *hs_formio_result_name (HsFormioResult result); /* "taken" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFormioImport, hs_formio_import_free)

G_END_DECLS
