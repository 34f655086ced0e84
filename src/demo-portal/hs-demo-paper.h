/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HS_DEMO_PLAIN = 0,
  HS_DEMO_BOLD = 1 << 0,
  HS_DEMO_ITALIC = 1 << 1,
  HS_DEMO_CENTER = 1 << 2,
  HS_DEMO_RIGHT = 1 << 3,
  HS_DEMO_RULE = 1 << 4, /* a line below, as wide as the text's last third */
} HsDemoTextStyle;

/* A4 paper as the offices print it: Liberation Serif, margins of the administrative documents' rules
 * (30 mm left, 20 mm right), PDF. Lengths are points. */
typedef struct _HsDemoPaper HsDemoPaper;

HsDemoPaper *hs_demo_paper_new (const char *title, const char *foot) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the document and frees the paper; NULL with error when cairo failed. */
GBytes *hs_demo_paper_finish (HsDemoPaper *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void hs_demo_paper_space (HsDemoPaper *self, double points);
/* A paragraph over the whole width; size in points. */
void hs_demo_paper_text (HsDemoPaper *self, double size, HsDemoTextStyle style, const char *text);
/* "Label: value" with the value in bold; an empty value becomes a dotted line. */
void hs_demo_paper_field (HsDemoPaper *self, const char *label, const char *value);
/* Two columns beside each other, each a NULL-terminated list of lines "<style letters>|text":
 * b bold, i italic, r rule below. left_share: width of the left one, 0..1. */
void hs_demo_paper_columns (HsDemoPaper *self, double size, double left_share,
                            const char *const *left, const char *const *right);
/* Rows of n cells each; widths are shares of the whole. The head is repeated on a new page. */
void hs_demo_paper_table (HsDemoPaper *self, const double *widths, guint n, const char *const *head,
                          GPtrArray *rows);
/* Code 128 (set B) with the text below; printable ASCII only. */
void hs_demo_paper_barcode (HsDemoPaper *self, const char *text, double width);
/* Large, grey, across the page that is being drawn. */
void hs_demo_paper_watermark (HsDemoPaper *self, const char *text);

/* Lets go of the fonts kept for the process; nothing can be drawn afterwards. */
void hs_demo_paper_shut_down (void);

/* Widths of bars and gaps in modules, beginning with a bar; NULL when text is not printable ASCII. */
GArray *hs_demo_code128 (const char *text);

G_END_DECLS
