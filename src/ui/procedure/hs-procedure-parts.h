/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-procedure.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The parts of the procedure page, each a widget made from an immutable procedure; NULL when there is
 * nothing to say. (transfer floating) (nullable) */
GtkWidget *hs_procedure_make_facts (HsProcedure *procedure); /* what you get, who, how long, cost */
GtkWidget *hs_procedure_make_channels (HsProcedure *procedure); /* where the ways differ */
GtkWidget *hs_procedure_make_evidence (HsProcedure *procedure); /* what to bring */
GtkWidget *hs_procedure_make_steps (HsProcedure *procedure);
GtkWidget *hs_procedure_make_requirements (HsProcedure *procedure);
GtkWidget *hs_procedure_make_legal (HsProcedure *procedure);
GtkWidget *hs_procedure_make_source (HsProcedure *procedure);

G_END_DECLS
