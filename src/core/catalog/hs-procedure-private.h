/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-procedure.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The columns of a search result. NULL counts as empty. */
typedef struct
{
  const char *code;
  const char *title;
  const char *legal_name;
  const char *field;
  const char *agency;
  const char *level;
  const char *online;
  const char *form_id; /* (nullable) */
  gboolean has_details;
} HsProcedureSummary;

HsProcedure *hs_procedure_new (const HsProcedureSummary *summary) G_GNUC_WARN_UNUSED_RESULT;
/* Adds everything else from a record in our own format (data/catalog/procedures). Only before the
 * object is given to anyone. Rows of a wrong type are left out: a record was checked when it came in. */
void hs_procedure_add_details (HsProcedure *self, JsonObject *record);

G_END_DECLS
