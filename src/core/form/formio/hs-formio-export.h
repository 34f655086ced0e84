/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

G_BEGIN_DECLS

/* Answers of an imported package in Form.io's shapes, and back, by the map in the package's "source".
 * Errors: HS_FORM_ERROR_PACKAGE when the package does not come from Form.io; HS_FORM_ERROR_ANSWERS when the
 * submission is no object. */

/* {"data": {…}}: what is shown, under the form's own keys. */
JsonNode *hs_formio_export (HsForm *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* submission: {"data": {…}} or the data. For hs_form_load_draft(); what cannot be read stays as typed text.
 * with_defaults: what is not there starts with the form's default. */
JsonNode *
hs_formio_read_submission (HsFormPackage *package, JsonNode *submission, gboolean with_defaults,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One broken rule, in Form.io's words: {"grid[0].hoTen", "required"}. */
typedef struct
{
  char *path;       /* (owned) */
  const char *rule; /* a literal, or borrowed from the package */
} HsFormioError;

/* Every rule that is broken now, not only the first of a field: (element-type HsFormioError), sorted, each
 * once. For comparison with Form.io's own verdict. */
GPtrArray *hs_formio_list_errors (HsForm *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
