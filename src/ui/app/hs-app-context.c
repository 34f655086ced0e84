/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core objects of one run, opened after the first frame: what blocks on disk is done in a thread,
 * what belongs to the main thread is made there afterwards. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-app-context.h"

struct _HsAppContext
{
  GObject parent_instance;
  GSettings *settings; /* (owned) */
  char *portal_url;    /* (owned) (nullable) as get_portal_url() last answered */

  HsWorld *world;         /* (owned) (nullable) until opened, as all below */
  HsStore *store;         /* (owned) (nullable) */
  HsCatalogue *catalogue; /* (owned) (nullable) */
  HsUnits *units;         /* (owned) (nullable) */
  HsCaseBook *book;       /* (owned) (nullable) */
  HsHousehold *household; /* (owned) (nullable) until first asked for */
};

G_DEFINE_FINAL_TYPE (HsAppContext, hs_app_context, G_TYPE_OBJECT)

typedef enum
{
  PROP_READY = 1
} HsAppContextProperty;
static GParamSpec *props[PROP_READY + 1];

/* What the thread opens; handed over whole. */
typedef struct
{
  HsWorld *world;         /* (owned) */
  HsStore *store;         /* (owned) */
  HsCatalogue *catalogue; /* (owned) */
  HsUnits *units;         /* (owned) */
} Opened;

static void
opened_free (Opened *opened)
{
  g_clear_object (&opened->store);
  g_clear_object (&opened->catalogue);
  g_clear_pointer (&opened->units, hs_units_unref);
  g_clear_pointer (&opened->world, hs_world_unref);
  g_free (opened);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opened, opened_free)

static void
open_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (Opened) opened = g_new0 (Opened, 1);
  GError *error = NULL;

  opened->world = hs_world_new_system (&error);
  if (opened->world != NULL)
    opened->store = hs_store_open (opened->world, &error);
  if (opened->store != NULL)
    opened->catalogue = hs_catalogue_open (opened->world, &error);
  if (opened->catalogue != NULL)
    opened->units = hs_units_load (opened->world, &error);
  if (opened->units == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&opened), (GDestroyNotify) opened_free);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HsAppContext *self = HS_APP_CONTEXT (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (Opened) opened = NULL;
  g_autoptr (HsCaseBook) book = NULL;
  GError *error = NULL;

  opened = g_task_propagate_pointer (G_TASK (result), &error);
  if (opened != NULL)
    book = hs_case_book_open (opened->store, opened->catalogue, opened->units,
                              hs_app_context_get_portal_url (self), &error);
  if (book == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->world = g_steal_pointer (&opened->world);
  self->store = g_steal_pointer (&opened->store);
  self->catalogue = g_steal_pointer (&opened->catalogue);
  self->units = g_steal_pointer (&opened->units);
  self->book = g_steal_pointer (&book);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READY]);
  g_task_return_boolean (task, TRUE);
}

static void
hs_app_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsAppContext *self = HS_APP_CONTEXT (object);

  if (id == PROP_READY)
    g_value_set_boolean (value, hs_app_context_is_ready (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_app_context_dispose (GObject *object)
{
  HsAppContext *self = HS_APP_CONTEXT (object);

  if (self->book != NULL)
    hs_case_book_pause (self->book);
  g_clear_object (&self->book);
  g_clear_object (&self->household);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hs_app_context_parent_class)->dispose (object);
}

static void
hs_app_context_finalize (GObject *object)
{
  HsAppContext *self = HS_APP_CONTEXT (object);

  g_free (self->portal_url);
  g_clear_pointer (&self->units, hs_units_unref);
  g_clear_pointer (&self->world, hs_world_unref);
  G_OBJECT_CLASS (hs_app_context_parent_class)->finalize (object);
}

static void
hs_app_context_class_init (HsAppContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_app_context_get_property;
  object_class->dispose = hs_app_context_dispose;
  object_class->finalize = hs_app_context_finalize;
  props[PROP_READY] =
    g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
hs_app_context_init (HsAppContext *self)
{
}

HsAppContext *
hs_app_context_new (GSettings *settings)
{
  HsAppContext *self = g_object_new (HS_TYPE_APP_CONTEXT, NULL);

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  self->settings = g_object_ref (settings);
  return self;
}

void
hs_app_context_open_async (HsAppContext *self, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) thread = NULL;

  g_return_if_fail (HS_IS_APP_CONTEXT (self) && self->book == NULL);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hs_app_context_open_async);
  thread = g_task_new (self, cancellable, opened_cb, g_steal_pointer (&task));
  g_task_set_source_tag (thread, hs_app_context_open_async);
  g_task_run_in_thread (thread, open_in_thread);
}

gboolean
hs_app_context_open_finish (HsAppContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

HsAppContext *
hs_app_context_new_opened (GSettings *settings, HsCaseBook *book)
{
  HsAppContext *self = hs_app_context_new (settings);

  g_return_val_if_fail (HS_IS_CASE_BOOK (book), NULL);
  self->book = g_object_ref (book);
  self->store = g_object_ref (hs_case_book_get_store (book));
  self->catalogue = g_object_ref (hs_case_book_get_catalogue (book));
  self->units = hs_units_ref (hs_case_book_get_units (book));
  self->world = hs_world_ref (hs_store_get_world (self->store));
  return self;
}

gboolean
hs_app_context_is_ready (HsAppContext *self)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), FALSE);
  return self->book != NULL;
}

GSettings *
hs_app_context_get_settings (HsAppContext *self)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), NULL);
  return self->settings;
}

HsWorld *
hs_app_context_get_world (HsAppContext *self)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), NULL);
  return self->world;
}

HsStore *
hs_app_context_get_store (HsAppContext *self)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), NULL);
  return self->store;
}

HsCatalogue *
hs_app_context_get_catalogue (HsAppContext *self)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), NULL);
  return self->catalogue;
}

HsUnits *
hs_app_context_get_units (HsAppContext *self)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), NULL);
  return self->units;
}

HsCaseBook *
hs_app_context_get_case_book (HsAppContext *self)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), NULL);
  return self->book;
}

HsHousehold *
hs_app_context_get_household (HsAppContext *self, GError **error)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self) && self->store != NULL, NULL);
  if (self->household == NULL)
    self->household = hs_household_open (self->store, self->world, error);
  return self->household;
}

HsSession *
hs_app_context_get_session (HsAppContext *self)
{
  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), NULL);
  return self->book != NULL ? hs_case_book_get_session (self->book) : NULL;
}

const char *
hs_app_context_get_portal_url (HsAppContext *self)
{
  const char *forced = g_getenv ("HOSO_PORTAL_URL");

  g_return_val_if_fail (HS_IS_APP_CONTEXT (self), NULL);
  if (forced != NULL && *forced != '\0')
    return forced;
  g_free (self->portal_url);
  self->portal_url = g_settings_get_string (self->settings, "portal-url");
  g_strstrip (self->portal_url);
  return *self->portal_url != '\0' ? self->portal_url : NULL;
}
