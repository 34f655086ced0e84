/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The declaration on screen. The same layout is drawn here, printed, and written as PDF. */
#define G_LOG_DOMAIN "hoso"

#include "review/hs-declaration-window.h"

#include "app/hs-feedback.h"
#include "base/hs-file.h"
#include "compat/hs-dialogs.h"
#include "form/print/hs-print.h"

#include <glib/gi18n.h>

struct _HsDeclarationWindow
{
  AdwWindow parent_instance;

  HsPrintLayout *layout; /* (owned) */
  GBytes *pdf;           /* (owned) the same as PDF */
  GtkWidget *toasts;     /* (unowned) AdwToastOverlay */
};

G_DEFINE_FINAL_TYPE (HsDeclarationWindow, hs_declaration_window, ADW_TYPE_WINDOW)

typedef struct
{
  HsDeclarationWindow *window; /* (unowned) lives longer than its page */
  guint page;
} PageData;

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  PageData *page = data;
  double page_width, page_height, scale;

  hs_print_layout_get_page_size (page->window->layout, &page_width, &page_height);
  scale = MIN (width / page_width, height / page_height);
  cairo_translate (cr, (width - page_width * scale) / 2, 0);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, page_width, page_height);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);
  hs_print_layout_draw (page->window->layout, page->page, cr);
}

static GtkWidget *
new_page (HsDeclarationWindow *self, guint number)
{
  GtkWidget *area = gtk_drawing_area_new ();
  PageData *data = g_new0 (PageData, 1);
  double width, height;
  g_autofree char *name = g_strdup_printf (_ ("Page %u"), number + 1);

  data->window = self;
  data->page = number;
  hs_print_layout_get_page_size (self->layout, &width, &height);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), 700);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), (int) (700 * height / width));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_cb, data, g_free);
  gtk_widget_set_halign (area, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (area, "card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return area;
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HsDeclarationWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = hs_dialog_save_file_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (file != NULL && path == NULL)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not a local folder");
  else if (path != NULL && hs_file_save (path, self->pdf, 0600, &error))
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts),
                                 adw_toast_new (_ ("The declaration was saved")));
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hs_app_show_error (GTK_WIDGET (self), error);
}

static void
save_cb (HsDeclarationWindow *self)
{
  hs_dialog_save_file_async (GTK_WINDOW (self), _ ("Save the declaration"), "to-khai.pdf", NULL,
                             place_chosen_cb, g_object_ref (self));
}

static void
draw_print_page_cb (HsDeclarationWindow *self, GtkPrintContext *context, int page)
{
  hs_print_layout_draw (self->layout, (guint) page, gtk_print_context_get_cairo_context (context));
}

static void
print_cb (HsDeclarationWindow *self)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_n_pages (operation, (int) hs_print_layout_get_n_pages (self->layout));
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (draw_print_page_cb), self,
                           G_CONNECT_SWAPPED);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_WINDOW (self), &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    hs_app_show_error (GTK_WIDGET (self), error);
}

static GtkWidget *
new_header (HsDeclarationWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *save = gtk_button_new_with_label (_ ("Save as PDF…"));
  GtkWidget *print = gtk_button_new_with_label (_ ("Print…"));

  g_signal_connect_object (save, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (print, "clicked", G_CALLBACK (print_cb), self, G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), save);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), print);
  return header;
}

static void
build (HsDeclarationWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *pages = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  for (guint i = 0; i < hs_print_layout_get_n_pages (self->layout); i++)
    gtk_box_append (GTK_BOX (pages), new_page (self, i));
  gtk_widget_set_margin_top (pages, 18);
  gtk_widget_set_margin_bottom (pages, 18);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), pages);
  gtk_widget_set_vexpand (scrolled, TRUE);
  self->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), scrolled);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), self->toasts);
  adw_window_set_content (ADW_WINDOW (self), box);
}

static void
hs_declaration_window_dispose (GObject *object)
{
  adw_window_set_content (ADW_WINDOW (object), NULL);
  G_OBJECT_CLASS (hs_declaration_window_parent_class)->dispose (object);
}

static void
hs_declaration_window_finalize (GObject *object)
{
  HsDeclarationWindow *self = HS_DECLARATION_WINDOW (object);

  g_clear_pointer (&self->layout, hs_print_layout_free);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  G_OBJECT_CLASS (hs_declaration_window_parent_class)->finalize (object);
}

static void
hs_declaration_window_class_init (HsDeclarationWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_declaration_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_declaration_window_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hs_declaration_window_init (HsDeclarationWindow *self)
{
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 780, 640);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Declaration"));
}

GtkWidget *
hs_declaration_window_new (GtkWindow *parent, HsDossier *dossier, gint64 now_us, GError **error)
{
  g_autofree char *recipient = NULL;
  HsPrintOptions options = hs_dossier_get_print_options (dossier, now_us, &recipient);
  HsForm *form = hs_dossier_get_form (dossier);
  g_autoptr (HsPrintLayout) layout = hs_print_layout_new (form, &options, error);
  g_autoptr (GBytes) pdf = NULL;
  HsDeclarationWindow *self;

  if (layout == NULL)
    return NULL;
  pdf = hs_print_to_pdf (form, &options, error);
  if (pdf == NULL)
    return NULL;
  self = g_object_new (HS_TYPE_DECLARATION_WINDOW, "transient-for", parent, NULL);
  self->layout = g_steal_pointer (&layout);
  self->pdf = g_steal_pointer (&pdf);
  build (self);
  return GTK_WIDGET (self);
}
