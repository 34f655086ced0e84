/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following a dossier. Coming up asks the portal, at most once a minute; the case book sees to that. */
#define G_LOG_DOMAIN "hoso"

#include "tracking/hs-tracking-page.h"

#include "app/hs-feedback.h"
#include "base/hs-date.h"
#include "base/hs-text.h"
#include "review/hs-receipt-save.h"
#include "tracking/hs-event-row.h"
#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>

struct _HsTrackingPage
{
  HsPage parent_instance;

  HsDossier *dossier;        /* (owned) */
  GCancellable *cancellable; /* (owned) for asking the portal; renewed when the page comes up */

  GtkWidget *state_label;
  GtkWidget *next_label;
  GtkWidget *message_label;
  GtkWidget *due_label;
  GtkWidget *number_label;
  GtkWidget *receipt_label;
  GtkWidget *receipt_button;
  GtkWidget *refresh_button;
  GtkWidget *sign_in_button;
  GtkWidget *dossier_button;
  GtkWidget *trouble_label;
  GtkWidget *timeline;
  GtkWidget *empty_label;
};

G_DEFINE_FINAL_TYPE (HsTrackingPage, hs_tracking_page, HS_TYPE_PAGE)

static HsCaseBook *
book_of (HsTrackingPage *self)
{
  return hs_app_context_get_case_book (hs_page_get_context (HS_PAGE (self)));
}

static void
show_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, !hs_text_is_blank (text));
}

static char *
dup_due (HsTrackingPage *self)
{
  gint64 due = hs_dossier_get_due_us (self->dossier);
  g_autofree char *text = due > 0 ? hs_time_to_text (due) : NULL;

  return text != NULL ? g_strdup_printf (_ ("Result due: %s"), text) : NULL;
}

static void
show_account (HsTrackingPage *self)
{
  HsSession *session = hs_app_context_get_session (hs_page_get_context (HS_PAGE (self)));

  gtk_widget_set_visible (self->sign_in_button,
                          session != NULL && !hs_session_is_signed_in (session));
  gtk_widget_set_sensitive (self->refresh_button,
                            session != NULL && hs_session_is_signed_in (session));
}

/* The office's own label comes first: it is what its letters say. */
static void
show_state (HsTrackingPage *self)
{
  HsDossierWords words = hs_dossier_words (hs_dossier_get_state (self->dossier));
  const char *label = hs_dossier_get_status_label (self->dossier);
  const char *number = hs_dossier_get_reference_no (self->dossier);
  g_autofree char *due = dup_due (self);
  g_autofree char *receipt = hs_receipt_words (self->dossier);
  g_autofree char *number_text =
    number != NULL ? g_strdup_printf (_ ("Dossier number: %s"), number) : NULL;

  gtk_label_set_text (GTK_LABEL (self->state_label),
                      hs_text_is_blank (label) ? words.label : label);
  show_text (self->next_label, words.next);
  show_text (self->message_label, hs_dossier_get_status_message (self->dossier));
  show_text (self->due_label, due);
  show_text (self->number_label, number_text);
  show_text (self->receipt_label, receipt);
  gtk_widget_set_visible (self->receipt_button, receipt != NULL);
  hs_page_set_title (HS_PAGE (self), hs_dossier_get_title (self->dossier));
}

static void
events_changed_cb (HsTrackingPage *self)
{
  GListModel *events = hs_dossier_get_events (self->dossier);
  guint n = g_list_model_get_n_items (events);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->timeline)) != NULL)
    gtk_box_remove (GTK_BOX (self->timeline), child);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsEvent) event = g_list_model_get_item (events, i);
      gtk_box_append (GTK_BOX (self->timeline), hs_event_row_new (self->dossier, event));
    }
  gtk_widget_set_visible (self->empty_label, n == 0);
  show_state (self);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HsTrackingPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (!hs_case_book_refresh_finish (HS_CASE_BOOK (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = hs_app_error_text (error);
  if (self->dossier == NULL)
    return; /* the page is gone */
  show_text (self->trouble_label, words);
  show_account (self);
}

static void
refresh (HsTrackingPage *self, gboolean force)
{
  HsSession *session = hs_app_context_get_session (hs_page_get_context (HS_PAGE (self)));

  show_account (self);
  if (session == NULL || !hs_session_is_signed_in (session))
    return;
  hs_case_book_refresh_async (book_of (self), force, self->cancellable, refreshed_cb,
                              g_object_ref (self));
}

static void
refresh_cb (HsTrackingPage *self)
{
  refresh (self, TRUE);
}

static void
open_dossier_cb (HsTrackingPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-task", "(ss)",
                              hs_dossier_get_id (self->dossier), "papers");
}

static void
save_receipt_cb (HsTrackingPage *self)
{
  hs_receipt_save (GTK_WIDGET (self), hs_page_get_context (HS_PAGE (self)), self->dossier);
}

static void
shown (HsPage *page)
{
  HsTrackingPage *self = HS_TRACKING_PAGE (page);

  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  refresh (self, FALSE);
}

static void
hidden (HsPage *page)
{
  g_cancellable_cancel (HS_TRACKING_PAGE (page)->cancellable);
}

static gboolean
take_target (HsPage *page, const char *action, GVariant *target)
{
  HsTrackingPage *self = HS_TRACKING_PAGE (page);

  return g_str_equal (action, "show-tracking") &&
         g_strcmp0 (g_variant_get_string (target, NULL), hs_dossier_get_id (self->dossier)) == 0;
}

static void
hs_tracking_page_dispose (GObject *object)
{
  HsTrackingPage *self = HS_TRACKING_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_TRACKING_PAGE);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_tracking_page_parent_class)->dispose (object);
}

static void
hs_tracking_page_finalize (GObject *object)
{
  g_object_unref (HS_TRACKING_PAGE (object)->cancellable);
  G_OBJECT_CLASS (hs_tracking_page_parent_class)->finalize (object);
}

static void
hs_tracking_page_class_init (HsTrackingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HsPageClass *page_class = HS_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_tracking_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_tracking_page_finalize;
  page_class->shown = shown;
  page_class->hidden = hidden;
  page_class->take_target = take_target;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/tracking/hs-tracking-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, state_label);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, next_label);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, message_label);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, due_label);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, number_label);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, receipt_label);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, receipt_button);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, dossier_button);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, timeline);
  gtk_widget_class_bind_template_child (widget_class, HsTrackingPage, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, refresh_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_dossier_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_receipt_cb);
}

static void
hs_tracking_page_init (HsTrackingPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

HsPage *
hs_tracking_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  const char *id = g_variant_get_string (target, NULL);
  HsDossier *dossier = hs_case_book_find (hs_app_context_get_case_book (context), id);
  HsSession *session = hs_app_context_get_session (context);
  HsTrackingPage *self;

  if (dossier == NULL)
    {
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND, "no dossier %s", id);
      return NULL;
    }
  self = g_object_new (HS_TYPE_TRACKING_PAGE, "context", context, NULL);
  self->dossier = g_object_ref (dossier);
  g_signal_connect_object (dossier, "notify", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hs_dossier_get_events (dossier), "items-changed",
                           G_CALLBACK (events_changed_cb), self, G_CONNECT_SWAPPED);
  if (session != NULL)
    g_signal_connect_object (session, "notify", G_CALLBACK (show_account), self, G_CONNECT_SWAPPED);
  events_changed_cb (self);
  return HS_PAGE (self);
}
