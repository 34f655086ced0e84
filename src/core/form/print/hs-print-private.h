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

/* What the parts of the official declaration share. */
typedef struct
{
  HsPrintCanvas *canvas; /* (unowned) */
  HsForm *form;          /* (unowned) */
  HsPrintPlan *plan;     /* (unowned) */
  const char *recipient; /* (nullable) (unowned) */
  GPtrArray *annex;      /* (unowned) (element-type utf8) owned texts: name and value in turn */
} HsPrintSheet;

/* (transfer full) What a part shows in a row; "" empty. */
char *hs_print_text_of_part (HsPrintSheet *sheet, HsFormRow *row, HsPrintPart *part);
const char *hs_print_name_of_part (HsPrintPart *part);
/* One line of words and dotted places. */
void hs_print_lay_fill (HsPrintSheet *sheet, HsPrintBlock *block);
void hs_print_lay_table (HsPrintSheet *sheet, HsPrintBlock *block);
void hs_print_lay_grid (HsPrintSheet *sheet, HsPrintBlock *block);
/* now_us: of the date that is printed. */
void hs_print_lay_signature (HsPrintSheet *sheet, HsPrintBlock *block, gint64 now_us);
void hs_print_put_centered (HsPrintCanvas *canvas, const char *text, const HsPrintStyle *style,
                            double x, double width);

/* A table being laid. Columns first, then begin, then rows. Points. */
typedef struct
{
  const char *text;
  const char *name; /* told when a glyph is missing */
  gboolean bold;
  gboolean centered;
} HsPrintCell;
typedef struct
{
  HsPrintCanvas *canvas; /* (unowned) */
  GPtrArray *headings;   /* (owned) (element-type utf8) owned */
  GArray *shares;        /* (owned) (element-type double) of the width */
  double total;          /* of the shares */
  double x;
  double width;
  double size;
  double header_height; /* 0: none */
  gboolean has_header;
} HsPrintTable;
HsPrintTable *hs_print_table_new (HsPrintCanvas *canvas, double x, double width, double size);
void hs_print_table_free (HsPrintTable *self);
void hs_print_table_add_column (HsPrintTable *self, const char *heading, double share);
void hs_print_table_begin (HsPrintTable *self);
/* cells: one for each column. */
void hs_print_table_add_row (HsPrintTable *self, const HsPrintCell *cells);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPrintTable, hs_print_table_free)

G_END_DECLS
