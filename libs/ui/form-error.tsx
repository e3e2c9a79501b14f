import type { ReactNode } from 'react';

/** Why what a person sent was not taken; nothing while there is no reason. */
export const FormError = ({ error }: { readonly error: string | undefined }): ReactNode =>
  error === undefined ? null : (
    <p className="ui-form-error" role="alert">
      {error}
    </p>
  );
