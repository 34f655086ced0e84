/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/print/hs-print-canvas.h"
#include "form/print/hs-print-plan.h"
#include "form/print/hs-print.h"

G_BEGIN_DECLS

/* (transfer full) the value as paper shows it; "" empty. */
char *hs_print_text_of (HsFormField *field);

/* The two back-ends: lay everything but the footer. */
void hs_print_lay_official (HsPrintCanvas *canvas, HsForm *form, const HsPrintOptions *options);
void hs_print_lay_summary (HsPrintCanvas *canvas, HsForm *form, const HsPrintOptions *options);

/* One line of words and dotted places. annex: see HsPrintAnnex. */
typedef struct
{
  HsPrintCanvas *canvas; /* (unowned) */
  HsForm *form;          /* (unowned) */
  HsPrintPlan *plan;     /* (unowned) */
  const char *recipient; /* (nullable) (unowned) */
  GPtrArray *annex;      /* (unowned) (element-type utf8) owned texts: name and value in turn */
} HsPrintSheet;
void hs_print_lay_fill (HsPrintSheet *sheet, HsPrintBlock *block);
void hs_print_lay_table (HsPrintSheet *sheet, HsPrintBlock *block);

G_END_DECLS
