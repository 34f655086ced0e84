/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-error.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Pages being laid out: every mark at its place, drawn later on any surface. Points, from the top
 * left. The first error stays; what follows does nothing. Thread: one. */
typedef struct _HsPrintCanvas HsPrintCanvas;

typedef struct
{
  double size; /* points */
  gboolean bold;
  gboolean italic;
} HsPrintStyle;

/* mm */
#define HS_MM(mm) ((mm) *72.0 / 25.4)

typedef struct
{
  double width, height; /* mm */
  double margins[4];    /* mm: top, right, bottom, left */
} HsPrintPaper;

/* families: the first that is installed and has every Vietnamese letter is used, alone.
 * Errors: HS_FORM_ERROR_FONT, naming the fonts, when there is none. */
HsPrintCanvas *hs_print_canvas_new (const char *const *families, const HsPrintPaper *paper,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_print_canvas_free (HsPrintCanvas *self);

double hs_print_canvas_page_width (HsPrintCanvas *self);
double hs_print_canvas_page_height (HsPrintCanvas *self);
double hs_print_canvas_left (HsPrintCanvas *self);
double hs_print_canvas_width (HsPrintCanvas *self); /* between the margins */
double hs_print_canvas_y (HsPrintCanvas *self);     /* where the next mark goes */
double hs_print_canvas_room (HsPrintCanvas *self);  /* below it, to the lower margin */
/* Between the upper and the lower margin of a whole page. */
double hs_print_canvas_height (HsPrintCanvas *self);
void hs_print_canvas_advance (HsPrintCanvas *self, double height);
/* Starts a new page when less than height is left on this one. TRUE: it did. */
gboolean hs_print_canvas_need (HsPrintCanvas *self, double height);
void hs_print_canvas_new_page (HsPrintCanvas *self);
guint hs_print_canvas_get_n_pages (HsPrintCanvas *self);
/* Marks now go to this page, anywhere (footers). */
void hs_print_canvas_go_to (HsPrintCanvas *self, guint page, double y);

/* A paragraph; width < 0: one line. first_indent: of its first line. what: named in an error about a
 * missing glyph. (transfer full), NULL once there is an error. */
PangoLayout *
hs_print_canvas_layout (HsPrintCanvas *self, const char *text, const HsPrintStyle *style,
                        double width, double first_indent, const char *what);
double hs_print_layout_width_of (PangoLayout *layout);
/* Distance from one line to the next at a size. */
double hs_print_canvas_line_height (HsPrintCanvas *self, double size);

void hs_print_canvas_put_line (HsPrintCanvas *self, PangoLayout *layout, guint line, double x,
                               double baseline);
void hs_print_canvas_put_dots (HsPrintCanvas *self, double from, double to, double y);
void hs_print_canvas_put_rule (HsPrintCanvas *self, double from, double to, double y, double width);
void hs_print_canvas_put_box (HsPrintCanvas *self, double x, double y, double width, double height);
void hs_print_canvas_put_tick (HsPrintCanvas *self, double x, double y, double size);
/* A whole paragraph at the cursor, going over to the next page line by line; moves the cursor. */
void hs_print_canvas_flow (HsPrintCanvas *self, PangoLayout *layout, double x, double size);

gboolean hs_print_canvas_failed (HsPrintCanvas *self);
gboolean hs_print_canvas_propagate (HsPrintCanvas *self, GError **error);
/* mark: (nullable) drawn large and pale under everything, as shapes, so that no text is disturbed. */
void hs_print_canvas_draw (HsPrintCanvas *self, guint page, const char *mark, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPrintCanvas, hs_print_canvas_free)

G_END_DECLS
