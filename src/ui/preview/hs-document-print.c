/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing of a foreign document: only pixels of it ever reach this process. */
#define G_LOG_DOMAIN "hoso"

#include "preview/hs-document-print.h"

#include "app/hs-feedback.h"

#include <math.h>

#define DPI 300.0
#define MAX_WIDTH 4096.0 /* hs_document_render_async() */

typedef struct
{
  GtkPrintOperation *operation; /* (owned) */
  GtkPrintContext *context;     /* (owned) */
  guint page;
} PageJob;

static void
page_job_free (PageJob *job)
{
  g_object_unref (job->operation);
  g_object_unref (job->context);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageJob, page_job_free)

/* Fits the pixels into the printable area, never larger than the page was, at its top. */
static void
draw_pixels (GtkPrintContext *context, const HsPixels *pixels, const HsPageSize *size)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double room_x = gtk_print_context_get_width (context);
  double room_y = gtk_print_context_get_height (context);
  double natural = gtk_print_context_get_dpi_x (context) / 72.0;
  double scale = MIN (natural, MIN (room_x / size->width, room_y / size->height));
  gsize length;
  guchar *data = (guchar *) (gpointer) g_bytes_get_data (pixels->bytes, &length);
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
    data, CAIRO_FORMAT_RGB24, pixels->width, pixels->height, (int) pixels->stride);

  cairo_save (cr);
  cairo_translate (cr, (room_x - size->width * scale) / 2, 0);
  cairo_scale (cr, size->width * scale / pixels->width, size->height * scale / pixels->height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface); /* a vector target has copied it by now */
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PageJob) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPixels) pixels = NULL;
  GtkWidget *parent = g_object_get_data (G_OBJECT (job->operation), "parent");

  pixels = hs_document_render_finish (HS_DOCUMENT (source), result, &error);
  if (pixels != NULL)
    draw_pixels (job->context, pixels, hs_document_get_page_size (HS_DOCUMENT (source), job->page));
  else
    {
      hs_app_show_error (parent, error);
      gtk_print_operation_cancel (job->operation);
    }
  gtk_print_operation_draw_page_finish (job->operation);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page,
              HsDocument *document)
{
  const HsPageSize *size = hs_document_get_page_size (document, (guint) page);
  PageJob *job = g_new0 (PageJob, 1);

  job->operation = g_object_ref (operation);
  job->context = g_object_ref (context);
  job->page = (guint) page;
  gtk_print_operation_set_defer_drawing (operation);
  hs_document_render_async (document, job->page,
                            (guint) CLAMP (round (size->width / 72 * DPI), 1, MAX_WIDTH), NULL,
                            rendered_cb, job);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWidget *parent)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  hs_app_show_error (parent, error);
}

void
hs_document_print (GtkWindow *parent, HsDocument *document, const char *name)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent) && HS_IS_DOCUMENT (document));
  gtk_print_operation_set_n_pages (operation, (int) hs_document_get_n_pages (document));
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_use_full_page (operation, TRUE); /* the document has margins of its own */
  g_object_set_data (G_OBJECT (operation), "parent", parent);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (draw_page_cb), document, 0);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), parent, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent,
                               &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    hs_app_show_error (GTK_WIDGET (parent), error);
}
