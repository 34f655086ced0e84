/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <cairo.h>

G_BEGIN_DECLS

/* The answers as a tree of sections and rows: feeds the check-answers page, text and summary. Only
 * what is relevant. */
typedef enum
{
  HS_PRINT_VALUE,
  HS_PRINT_REPEAT, /* heads its records, which are deeper */
  HS_PRINT_RECORD, /* heads the values of one row */
} HsPrintRowKind;
typedef struct
{
  HsPrintRowKind kind;
  char *pointer; /* owned */
  char *label;
  char *value;  /* "" when it was left empty */
  guint depth;  /* 0, or the depth inside repeat rows */
  guint column; /* of a value in a record: place of its question among those of the row */
} HsPrintRow;
typedef struct
{
  char *id;
  char *title;
  GPtrArray *rows; /* (element-type HsPrintRow) */
} HsPrintSection;
typedef struct
{
  char *title;
  char *empty;         /* what stands for an answer left empty */
  GPtrArray *sections; /* (element-type HsPrintSection) */
} HsPrintTree;
HsPrintTree *hs_print_tree_new (HsForm *form) G_GNUC_WARN_UNUSED_RESULT;
void hs_print_tree_free (HsPrintTree *self);
/* "label: value" lines, indented by depth; the lines of a long answer under its first. */
char *hs_print_tree_to_text (HsPrintTree *self) G_GNUC_WARN_UNUSED_RESULT;

typedef struct
{
  gboolean official;   /* the official declaration; FALSE: the summary */
  gboolean draft;      /* watermark BẢN NHÁP */
  const char *dossier; /* (nullable) code in the footer */
  const char
    *recipient;  /* (nullable) the office after "Kính gửi"; NULL: a dotted line to write on */
  gint64 now_us; /* the date printed, and the PDF's date: same input, same bytes */
} HsPrintOptions;

/* Laid out once, drawn page by page, on any cairo surface; points. */
typedef struct _HsPrintLayout HsPrintLayout;
HsPrintLayout *hs_print_layout_new (HsForm *form, const HsPrintOptions *options,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_print_layout_free (HsPrintLayout *self);
guint hs_print_layout_get_n_pages (HsPrintLayout *self);
void hs_print_layout_get_page_size (HsPrintLayout *self, double *width_pt, double *height_pt);
void hs_print_layout_draw (HsPrintLayout *self, guint page, cairo_t *cr);
GBytes *hs_print_to_pdf (HsForm *form, const HsPrintOptions *options,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPrintTree, hs_print_tree_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPrintLayout, hs_print_layout_free)

G_END_DECLS
