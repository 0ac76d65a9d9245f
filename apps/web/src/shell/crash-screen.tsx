import { Component, type ReactNode } from 'react';
import { callMessage } from '../api/call-message.ts';
import { Problem } from '../feedback/problem.tsx';

/** Shows what went wrong in place of a blank page. */
export class CrashScreen extends Component<{ readonly children: ReactNode }, { readonly error?: unknown }> {
  override readonly state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <main>
        <Problem retry={() => location.reload()}>{callMessage(this.state.error)}</Problem>
      </main>
    );
  }
}
